package dev.otter.rooms;

import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.store.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.util.Optional;

/**
 * The distributed map from unique names to room ids: what makes a name unique in the cluster. A
 * name that the map has lost is found in the store.
 */
final class UniqueNameMap {

  private static final String NAME = "otter.room-names";

  private final AsyncMap<String, String> map;

  private final RoomStore store;

  private UniqueNameMap(AsyncMap<String, String> map, RoomStore store) {
    this.map = map;
    this.store = store;
  }

  static Future<UniqueNameMap> open(Vertx vertx) {
    return open(vertx, RoomStore.none());
  }

  static Future<UniqueNameMap> open(Vertx vertx, RoomStore store) {
    return vertx
        .sharedData()
        .<String, String>getAsyncMap(NAME)
        .map(map -> new UniqueNameMap(map, store));
  }

  Future<Optional<RoomId>> find(String uniqueName) {
    return map.get(uniqueName)
        .compose(
            id ->
                id != null || !store.keeps()
                    ? Future.succeededFuture(Optional.ofNullable(id).map(RoomId::new))
                    : store.findByName(uniqueName).compose(kept -> restored(uniqueName, kept)));
  }

  private Future<Optional<RoomId>> restored(String uniqueName, Optional<Room> kept) {
    return kept.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : claim(uniqueName, kept.get().roomId()).map(Optional::of);
  }

  /** Gives a name that was claimed for one room to the room that the store has it for. */
  Future<Boolean> correct(String uniqueName, RoomId claimed, RoomId kept) {
    return map.replaceIfPresent(uniqueName, claimed.value(), kept.value());
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
