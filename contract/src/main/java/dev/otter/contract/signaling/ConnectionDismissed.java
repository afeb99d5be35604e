package dev.otter.contract.signaling;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;

/**
 * Tells the node of a connection that the connection has its place no longer: another socket has
 * taken it over, or the participant was put out.
 *
 * @param destination which connection
 * @param roomId the room
 * @param life the life that has ended; a socket that got a later one stays
 * @param code the text of the {@link ErrorCode} to close with
 * @param reason a sentence for people
 */
public record ConnectionDismissed(
    ConnectionId destination, RoomId roomId, long life, String code, String reason)
    implements NodeMessage {

  /** For the life that {@code ended}. */
  public static ConnectionDismissed of(
      RoomId roomId, Participant ended, ErrorCode code, String reason) {
    return new ConnectionDismissed(ended.connectionId(), roomId, ended.life(), code.code(), reason);
  }
}
