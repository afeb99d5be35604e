package dev.otter.rooms;

import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.util.List;

/**
 * Which rooms end by themselves: a distributed set of ids, so that the sweep looks at these and not
 * at all rooms. When a room ends is read from the room. Safe for any thread.
 */
final class RoomDeadlines {

  private static final String NAME = "otter.room-deadlines";

  private final AsyncMap<String, String> ids;

  private RoomDeadlines(AsyncMap<String, String> ids) {
    this.ids = ids;
  }

  static Future<RoomDeadlines> open(Vertx vertx) {
    return vertx.sharedData().<String, String>getAsyncMap(NAME).map(RoomDeadlines::new);
  }

  /** Notes a room that was made or changed, if it ends by itself. */
  Future<Void> note(Room room) {
    return room.terms().ends() && !room.closed()
        ? ids.put(room.roomId().value(), "")
        : Future.succeededFuture();
  }

  /** A room has ended, or is there no more, or ends by itself no more. */
  Future<Void> forget(RoomId roomId) {
    return ids.remove(roomId.value()).mapEmpty();
  }

  Future<List<RoomId>> all() {
    return ids.keys().map(keys -> keys.stream().map(RoomId::new).toList());
  }
}
