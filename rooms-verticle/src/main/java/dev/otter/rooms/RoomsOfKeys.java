package dev.otter.rooms;

import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which rooms that have not ended each API key has made: a distributed set of ids for each key, so
 * that a key that leaks, or a backend that loops, does not fill the memory of all (T38). To count
 * one asks every node, so a count is good for a second, and what this node makes meanwhile is
 * added: a key may have more rooms than it should by what other nodes make in that second. Whoever
 * seems to have too many is counted anew. Safe for any thread.
 */
final class RoomsOfKeys {

  private static final String NAME = "otter.rooms-of.";
  private static final long COUNT_GOOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Keys are few; a cluster that has had more counts a little more often. */
  private static final int MAX_COUNTS = 10_000;

  private final Vertx vertx;
  private final Map<KeyId, Count> counts = new ConcurrentHashMap<>();

  RoomsOfKeys(Vertx vertx) {
    this.vertx = vertx;
  }

  private record Count(long atNanos, AtomicLong rooms) {}

  /** Whether a key has {@code max} rooms already; a key that is null has none. */
  Future<Boolean> hasAsMany(KeyId key, int max) {
    if (key == null) {
      return Future.succeededFuture(false);
    }
    Count last = counts.get(key);
    boolean few =
        last != null
            && System.nanoTime() - last.atNanos() < COUNT_GOOD_NANOS
            && last.rooms().get() < max;
    return few ? Future.succeededFuture(false) : count(key).map(rooms -> rooms >= max);
  }

  private Future<Integer> count(KeyId key) {
    return ids(key)
        .compose(AsyncMap::size)
        .onSuccess(
            rooms -> {
              if (counts.size() >= MAX_COUNTS) {
                counts.clear();
              }
              counts.put(key, new Count(System.nanoTime(), new AtomicLong(rooms)));
            });
  }

  /** Notes a room that was made. */
  Future<Void> note(Room room) {
    if (room.madeBy() == null || room.closed()) {
      return Future.succeededFuture();
    }
    Count count = counts.get(room.madeBy());
    if (count != null) {
      count.rooms().incrementAndGet();
    }
    return ids(room.madeBy()).compose(ids -> ids.put(room.roomId().value(), ""));
  }

  /** A room has ended, or is there no more. */
  Future<Void> forget(Room room) {
    return room.madeBy() == null ? Future.succeededFuture() : forget(room.madeBy(), room.roomId());
  }

  private Future<Void> forget(KeyId key, RoomId roomId) {
    return ids(key).compose(ids -> ids.remove(roomId.value())).mapEmpty();
  }

  private Future<AsyncMap<String, String>> ids(KeyId key) {
    return vertx.sharedData().getAsyncMap(NAME + key.value());
  }
}
