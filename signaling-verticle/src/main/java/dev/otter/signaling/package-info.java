/**
 * WebSocket signaling. This package alone knows which connection is where on this node, and alone
 * writes to clients. The way of a message:
 *
 * <ol>
 *   <li>{@code WebSocketUpgradeHandler} lets a client in, {@code ClientConnection} joins its room;
 *   <li>{@code TextMessageAssembler} makes a message of its frames, {@code EnvelopeReader} an
 *       {@code Envelope} of the message;
 *   <li>{@code RoomLookup} finds the peer if the message names none;
 *   <li>{@code PeerRouter} brings it to the destination: by {@code ConnectionTable}, or over the
 *       bus to the node in the destination's id;
 *   <li>the destination's {@code RoomConnection} writes it as {@code PlainDialect} says.
 * </ol>
 *
 * <p>A client of {@code otter.v1} has a {@code V1Connection} on a {@code TextPort} instead; {@code
 * V1MessageReader} reads it, {@code V1Dialect} writes to it, {@code V1Membership} gets it its place
 * in the room, and back after a break. {@code PeerRoutes} knows which node holds each of its peers.
 * {@code V1Speech} sends on what it says. A plain client's {@code PlainBridge} speaks that dialect
 * for it. {@code Drain} sends all clients away when the node stops.
 */
package dev.otter.signaling;
