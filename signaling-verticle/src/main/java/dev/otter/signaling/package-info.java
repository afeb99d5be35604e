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
 *   <li>the destination's {@code ClientConnection} writes it as {@code PlainDialect} says.
 * </ol>
 */
package dev.otter.signaling;
