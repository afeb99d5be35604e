package dev.otter.rooms;

import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.store.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the rooms that the store keeps into the distributed map when the first node of a cluster
 * starts, so that the map holds them all. Who joins a cluster whose map is filled reads nothing.
 */
final class StoredRooms {

  private static final Logger LOG = LoggerFactory.getLogger(StoredRooms.class);
  private static final String LOADED_MAP = "otter.store-loaded";
  private static final String LOADED_ENTRY = "rooms";
  private static final int PAGE = 500;

  private final Vertx vertx;
  private final RoomStore store;
  private final RoomMaps maps;

  StoredRooms(Vertx vertx, RoomStore store, RoomMaps maps) {
    this.vertx = vertx;
    this.store = store;
    this.maps = maps;
  }

  /** Fills the map, unless that was done; what is in it already stays. */
  Future<Void> load() {
    return store.keeps()
        ? vertx.sharedData().<String, String>getAsyncMap(LOADED_MAP).compose(this::load)
        : Future.succeededFuture();
  }

  private Future<Void> load(AsyncMap<String, String> loaded) {
    return loaded
        .get(LOADED_ENTRY)
        .compose(
            done ->
                done != null
                    ? Future.succeededFuture()
                    : loadFrom(null, 0).compose(count -> mark(loaded, count)));
  }

  private static Future<Void> mark(AsyncMap<String, String> loaded, int count) {
    LOG.info("rooms read from the store count={}", count);
    return loaded.put(LOADED_ENTRY, "done");
  }

  private Future<Integer> loadFrom(RoomId after, int count) {
    return store
        .page(after, PAGE)
        .compose(
            page ->
                Future.all(page.stream().map(this::restore).toList())
                    .compose(
                        done ->
                            page.size() < PAGE
                                ? Future.succeededFuture(count + page.size())
                                : loadFrom(lastOf(page), count + page.size())));
  }

  private static RoomId lastOf(List<Room> page) {
    return page.get(page.size() - 1).roomId();
  }

  private Future<?> restore(Room room) {
    if (room.closed()) {
      // Found in the store by whoever still comes with a link to it.
      return Future.succeededFuture();
    }
    Future<?> restored =
        maps.rooms()
            .restored(Optional.of(room))
            .compose(done -> maps.deadlines().note(room))
            .compose(done -> maps.ofKeys().note(room));
    return room.uniqueName() == null
        ? restored
        : restored.compose(done -> maps.names().claim(room.uniqueName(), room.roomId()));
  }
}
