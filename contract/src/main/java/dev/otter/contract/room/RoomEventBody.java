package dev.otter.contract.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.otter.contract.bus.WireJson;
import java.time.Instant;

/**
 * An event as others are told of it.
 *
 * @param type what happened
 * @param number its place in the room's events
 * @param at when it happened
 * @param missed how many were left out just before it; 0 as a rule
 * @param room the room
 * @param participant whom it is about; null where it is about the room as a whole
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoomEventBody(
    String type, long number, Instant at, long missed, Of room, About participant) {

  /**
   * Which room.
   *
   * @param roomId its id
   * @param uniqueName the name its maker gave it; null when it has none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Of(String roomId, String uniqueName) {}

  /**
   * Which participant.
   *
   * @param connectionId its address
   * @param identity who it is, as its token says; null when the token says nothing
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record About(String connectionId, String identity) {}

  /** The JSON of an event of a room. */
  public static String json(Room room, RoomEvent event) {
    return WireJson.write(
        new RoomEventBody(
            event.type().text(),
            event.number(),
            event.at(),
            event.missed(),
            new Of(room.roomId().value(), room.uniqueName()),
            event.connectionId() == null
                ? null
                : new About(event.connectionId().value(), event.identity())));
  }
}
