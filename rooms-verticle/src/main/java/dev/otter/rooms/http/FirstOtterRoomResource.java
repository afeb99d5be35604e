package dev.otter.rooms.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomStatus;
import java.time.Instant;

/**
 * A room as the first Otter showed it.
 *
 * @param roomId its id
 * @param uniqueName its name; null when it has none
 * @param createdAt when it was made
 * @param updatedAt when anything of it last changed
 * @param status how full it is
 * @param url the join link; as secret as the token in it
 */
record FirstOtterRoomResource(
    RoomId roomId,
    @JsonProperty("unique_name") String uniqueName,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("updated_at") Instant updatedAt,
    RoomStatus status,
    String url) {

  static FirstOtterRoomResource of(Room room, String url) {
    return new FirstOtterRoomResource(
        room.roomId(), room.uniqueName(), room.createdAt(), room.updatedAt(), room.status(), url);
  }

  /** Leaves the link out, so that no log line can hold its token. */
  @Override
  public String toString() {
    return "FirstOtterRoomResource[roomId=" + roomId + "]";
  }
}
