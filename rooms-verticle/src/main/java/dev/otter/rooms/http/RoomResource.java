package dev.otter.rooms.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomStatus;
import java.time.Instant;

/**
 * A room as the API shows it.
 *
 * @param roomId its id
 * @param uniqueName its name; null when it has none
 * @param status how full it is
 * @param maxParticipants how many may be in
 * @param participantCount how many are in
 * @param createdAt when it was made
 * @param updatedAt when anything of it last changed
 * @param emptySeconds it ends when nobody was in for so long; 0 for never
 * @param maxSeconds it ends so long after it was made; 0 for never
 * @param metadata the maker's own; left out where the room has none, and for holders of a room
 *     token
 * @param url the join link; as secret as the token in it
 */
record RoomResource(
    RoomId roomId,
    String uniqueName,
    RoomStatus status,
    int maxParticipants,
    int participantCount,
    Instant createdAt,
    Instant updatedAt,
    int emptySeconds,
    int maxSeconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) @JsonRawValue String metadata,
    String url) {

  /** The room as the holder of an API key sees it. */
  static RoomResource of(Room room, String url) {
    return of(room, room.terms().metadata(), url);
  }

  /** The room as the holder of a room token sees it. */
  static RoomResource withoutMetadata(Room room, String url) {
    return of(room, null, url);
  }

  private static RoomResource of(Room room, String metadata, String url) {
    return new RoomResource(
        room.roomId(),
        room.uniqueName(),
        room.status(),
        room.maxParticipants(),
        room.participants().size(),
        room.createdAt(),
        room.updatedAt(),
        room.terms().emptySeconds(),
        room.terms().maxSeconds(),
        metadata,
        url);
  }

  /** Leaves the link out, so that no log line can hold its token. */
  @Override
  public String toString() {
    return "RoomResource[roomId=" + roomId + "]";
  }
}
