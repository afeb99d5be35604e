/**
 * Signaling. This package alone knows which connection is where on this node, and what clients say
 * and are told; {@link dev.otter.signaling.websocket} has their sockets. The way of a message:
 *
 * <ol>
 *   <li>{@code WebSocketUpgradeHandler} lets a client in, {@code ClientConnection} joins its room;
 *   <li>the socket calls {@code ClientConnection} with a text, and {@code EnvelopeReader} finds in
 *       it, by {@code JsonScanner}, whom it is for and where the payload is;
 *   <li>{@code RoomLookup} finds the peer if the message names none;
 *   <li>if the peer is on this node, its {@code ClientConnection} writes the envelope around the
 *       payload to its socket, as {@code PlainDialect} says, and that is all;
 *   <li>if not, {@code PeerRouter} brings it over the bus to the node in the destination's id,
 *       where {@code ConnectionTable} has the peer's {@code ClientConnection}.
 * </ol>
 */
package dev.otter.signaling;
