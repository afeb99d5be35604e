package dev.otter.contract.auth;

import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomSeed;

/**
 * Asks the auth verticle for a token that opens a room.
 *
 * @param roomId the room
 * @param identity who it is for; null for a token of a join link, which many may use
 * @param lifetimeSeconds how long it is good; 0 for as long as a join link
 * @param keyId the API key that it is made for, and that ends it when it is revoked; null for none
 * @param permissions what it allows in the room
 * @param seed what it says of the room
 */
public record IssueRoomToken(
    RoomId roomId,
    String identity,
    int lifetimeSeconds,
    KeyId keyId,
    Permissions permissions,
    RoomSeed seed) {

  /** For a guest who may do everything, into a room for two. */
  public IssueRoomToken(RoomId roomId, String identity, int lifetimeSeconds, KeyId keyId) {
    this(roomId, identity, lifetimeSeconds, keyId, Permissions.OF_A_GUEST, RoomSeed.PLAIN);
  }

  /** For a join link into a room for two that has no name. */
  public static IssueRoomToken forLink(RoomId roomId, KeyId keyId) {
    return new IssueRoomToken(roomId, null, 0, keyId);
  }

  /** For a join link that an API key asks for; null where none does. */
  public static IssueRoomToken forLink(Room room, KeyId keyId) {
    return new IssueRoomToken(
        room.roomId(), null, 0, keyId, Permissions.OF_A_GUEST, RoomSeed.of(room));
  }

  /** Leaves the identity out of log lines. */
  @Override
  public String toString() {
    return "IssueRoomToken[roomId=" + roomId + ", lifetimeSeconds=" + lifetimeSeconds + "]";
  }
}
