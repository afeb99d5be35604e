package dev.otter.contract.signaling;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import io.vertx.core.buffer.Buffer;

/**
 * A message from peer to peer.
 *
 * @param destination whom it is for
 * @param roomId the room that the sender is in
 * @param source who sent it, as the sender's node knows it
 * @param polite what the client wrote; null when it wrote nothing
 * @param payload one JSON value, byte for byte as the client wrote it; never read, never logged
 */
public record PeerMessage(
    ConnectionId destination, RoomId roomId, ConnectionId source, Boolean polite, Buffer payload)
    implements NodeMessage {

  /** Leaves the payload out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "PeerMessage[destination=" + destination + ", source=" + source + "]";
  }
}
