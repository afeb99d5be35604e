package dev.otter.contract.calls;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;

/**
 * Something happened to a call just now, on this node.
 *
 * @param roomId which room; null where nobody who can be believed named one
 * @param type what happened
 * @param connectionId to whom; null where it is about the room, or somebody without an id yet
 * @param peer the other one that it is about; null for none
 * @param code why, or what exactly; null where the type says it all
 */
public record CallFact(
    RoomId roomId, CallEventType type, ConnectionId connectionId, ConnectionId peer, String code) {

  /** One about a room as a whole. */
  public static CallFact of(RoomId roomId, CallEventType type) {
    return new CallFact(roomId, type, null, null, null);
  }

  /** One about a participant. */
  public static CallFact of(
      RoomId roomId, CallEventType type, ConnectionId connectionId, String code) {
    return new CallFact(roomId, type, connectionId, null, code);
  }
}
