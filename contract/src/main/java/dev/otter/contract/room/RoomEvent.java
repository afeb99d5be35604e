package dev.otter.contract.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.otter.contract.id.ConnectionId;
import java.time.Instant;

/**
 * Something that happened to a room.
 *
 * @param number its place in the room's events: the first is 1, and none is left out
 * @param type what happened
 * @param at when
 * @param missed how many were left out between the one before and this one, because more waited
 *     than may; these have no numbers
 * @param connectionId whom it is about; null where it is about the room as a whole
 * @param identity who that is, as its token says; null when the token says nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoomEvent(
    long number,
    RoomEventType type,
    Instant at,
    long missed,
    ConnectionId connectionId,
    String identity) {

  /** Leaves the identity out of log lines. */
  @Override
  public String toString() {
    return "RoomEvent[number=" + number + ", type=" + type.text() + "]";
  }
}
