package dev.otter.contract.room;

import dev.otter.contract.auth.Permissions;
import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;

/**
 * Asks the rooms verticle to let a connection in; the answer is {@link JoinedRoom}.
 *
 * @param roomId the room
 * @param connectionId who comes
 * @param subject whom its token was made for
 * @param identity who it is, as its token says; null when the token says nothing
 * @param resumeHash SHA-256 of its resume secret; null when it cannot resume. One who asks again
 *     with the same gets the place that it has already
 * @param attempt the client's number for this attempt to come in; nothing without a resume hash
 * @param permissions what its token allows
 * @param seed what its token says of the room, should the cluster have lost it
 */
public record JoinRoom(
    RoomId roomId,
    ConnectionId connectionId,
    String subject,
    String identity,
    String resumeHash,
    long attempt,
    Permissions permissions,
    RoomSeed seed) {

  /** One who comes with a token. */
  public static JoinRoom of(
      RoomClaims claims, ConnectionId connectionId, String resumeHash, long attempt) {
    return new JoinRoom(
        claims.roomId(),
        connectionId,
        claims.subject(),
        claims.identity(),
        resumeHash,
        attempt,
        claims.permissions(),
        claims.seed());
  }

  /** Leaves identity and hash out of log lines. */
  @Override
  public String toString() {
    return "JoinRoom[roomId=" + roomId + ", connectionId=" + connectionId + "]";
  }
}
