package dev.otter.contract.room;

import dev.otter.contract.id.RoomId;

/**
 * Asks the rooms verticle to change a room; the answer is the {@link Room}. What is null stays as
 * it is.
 *
 * @param roomId the room
 * @param maxParticipants how many may be in; who is in already stays
 * @param metadata a JSON object as text; {@code null} as text takes the metadata away
 * @param emptySeconds as {@link RoomTerms#emptySeconds}
 * @param maxSeconds as {@link RoomTerms#maxSeconds}
 */
public record ChangeRoom(
    RoomId roomId,
    Integer maxParticipants,
    String metadata,
    Integer emptySeconds,
    Integer maxSeconds) {

  /** What {@link #metadata} says to take it away. */
  public static final String NO_METADATA = "null";

  /** Leaves the metadata out of log lines. */
  @Override
  public String toString() {
    return "ChangeRoom[roomId=" + roomId + "]";
  }
}
