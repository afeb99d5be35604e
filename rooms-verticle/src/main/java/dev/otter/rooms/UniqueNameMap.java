package dev.otter.rooms;

import dev.otter.contract.id.RoomId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.util.Optional;

/** The distributed map from unique names to room ids: what makes a name unique in the cluster. */
final class UniqueNameMap {

  private static final String NAME = "otter.room-names";

  private final AsyncMap<String, String> map;

  private UniqueNameMap(AsyncMap<String, String> map) {
    this.map = map;
  }

  static Future<UniqueNameMap> open(Vertx vertx) {
    return vertx.sharedData().<String, String>getAsyncMap(NAME).map(UniqueNameMap::new);
  }

  Future<Optional<RoomId>> find(String uniqueName) {
    return map.get(uniqueName).map(id -> Optional.ofNullable(id).map(RoomId::new));
  }

  /** Takes a name for a room, unless it is taken; answers whose it is now. */
  Future<RoomId> claim(String uniqueName, RoomId roomId) {
    return map.putIfAbsent(uniqueName, roomId.value())
        .map(taken -> taken == null ? roomId : new RoomId(taken));
  }

  /** Frees a name, if it is that room's. */
  Future<Boolean> release(String uniqueName, RoomId roomId) {
    return map.removeIfPresent(uniqueName, roomId.value());
  }
}
