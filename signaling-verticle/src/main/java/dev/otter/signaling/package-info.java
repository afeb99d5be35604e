/**
 * Signaling. This package alone knows which connection is where on this node, and what clients say
 * and are told; {@link dev.otter.signaling.websocket} has their sockets. The way of a message:
 *
 * <ol>
 *   <li>{@code WebSocketUpgradeHandler} lets a client in, {@code ClientConnection} joins its room;
 *   <li>the socket calls {@code ClientConnection} with a text, and {@code EnvelopeReader} finds in
 *       it, by {@code JsonScanner}, whom it is for and where the payload is;
 *   <li>{@code PlainRouting} knows where that is, {@code RoomLookup} finds the peer if the message
 *       names none;
 *   <li>if the peer is a plain client on this node, its {@code ClientConnection} writes the
 *       envelope around the payload to its socket, as {@code PlainDialect} says, and that is all;
 *   <li>if not, {@code PeerRouter} brings it to the destination: by {@code ConnectionTable}, or
 *       over the bus to the node that holds the peer's {@code RoomConnection}.
 * </ol>
 *
 * <p>A client of {@code otter.v1} has a {@code V1Connection} on a {@code TextPort} instead; {@code
 * V1MessageReader} reads it, {@code V1Dialect} writes to it, {@code V1Membership} gets it its place
 * in the room, and back after a break. {@code PeerRoutes} knows which node holds each of its peers.
 * {@code V1Speech} sends on what it says. A plain client's {@code PlainBridge} speaks that dialect
 * for it. {@code Drain} sends all clients away when the node stops.
 */
package dev.otter.signaling;
