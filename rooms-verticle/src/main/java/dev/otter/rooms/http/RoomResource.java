package dev.otter.rooms.http;

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
    String url) {

  static RoomResource of(Room room, String url) {
    return new RoomResource(
        room.roomId(),
        room.uniqueName(),
        room.status(),
        room.maxParticipants(),
        room.participants().size(),
        room.createdAt(),
        room.updatedAt(),
        url);
  }

  /** Leaves the link out, so that no log line can hold its token. */
  @Override
  public String toString() {
    return "RoomResource[roomId=" + roomId + "]";
  }
}
