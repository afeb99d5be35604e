package dev.otter.contract.auth;

import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RoomId;

/**
 * Asks the auth verticle for a token that opens a room.
 *
 * @param roomId the room
 * @param identity who it is for; null for a token of a join link, which many may use
 * @param lifetimeSeconds how long it is good; 0 for as long as a join link
 * @param keyId the API key that it is made for, and that ends it when it is revoked; null for none
 */
public record IssueRoomToken(RoomId roomId, String identity, int lifetimeSeconds, KeyId keyId) {

  /** For a join link that an API key asks for; null where none does. */
  public static IssueRoomToken forLink(RoomId roomId, KeyId keyId) {
    return new IssueRoomToken(roomId, null, 0, keyId);
  }

  /** Leaves the identity out of log lines. */
  @Override
  public String toString() {
    return "IssueRoomToken[roomId=" + roomId + ", lifetimeSeconds=" + lifetimeSeconds + "]";
  }
}
