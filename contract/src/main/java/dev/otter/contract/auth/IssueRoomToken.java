package dev.otter.contract.auth;

import dev.otter.contract.id.RoomId;

/**
 * Asks the auth verticle for a token that opens a room.
 *
 * @param roomId the room
 * @param identity who it is for; null for a token of a join link, which many may use
 * @param lifetimeSeconds how long it is good; 0 for as long as a join link
 */
public record IssueRoomToken(RoomId roomId, String identity, int lifetimeSeconds) {

  /** For a join link. */
  public static IssueRoomToken forLink(RoomId roomId) {
    return new IssueRoomToken(roomId, null, 0);
  }

  /** Leaves the identity out of log lines. */
  @Override
  public String toString() {
    return "IssueRoomToken[roomId=" + roomId + ", lifetimeSeconds=" + lifetimeSeconds + "]";
  }
}
