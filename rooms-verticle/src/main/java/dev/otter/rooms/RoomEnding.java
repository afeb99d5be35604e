package dev.otter.rooms;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a room ends: closed for good, its sockets closed, its name free for another. Who ends it is
 * who wins the compare-and-set, so all this happens once. Stateless; safe for any thread.
 */
final class RoomEnding {

  private static final Logger LOG = LoggerFactory.getLogger(RoomEnding.class);

  private final RoomMaps maps;
  private final RoomNews news;
  private final RoomUpdates updates;
  private final RoomMetrics metrics;

  RoomEnding(RoomMaps maps, RoomNews news, InstantSource clock, RoomMetrics metrics) {
    this.maps = maps;
    this.news = news;
    this.metrics = metrics;
    this.updates = new RoomUpdates(maps.rooms(), clock);
  }

  /** Ends a room; one that has ended stays as it is. Fails when there is none such. */
  Future<Room> end(RoomId roomId) {
    return endIf(roomId, room -> true);
  }

  /** Ends a room whose time is over; fails with {@link ErrorCode#ROOM_NOT_FOUND}. */
  Future<Room> endIfOver(RoomId roomId) {
    return endIf(roomId, room -> room.overAt(updates.now()));
  }

  private Future<Room> endIf(RoomId roomId, Predicate<Room> over) {
    return updates
        .update(
            roomId, room -> room.closed() || !over.test(room) ? room : room.ended(updates.now()))
        .compose(
            change ->
                change.written()
                    ? afterwards(change.before()).map(change.room())
                    : Future.succeededFuture(change.room()));
  }

  private Future<?> afterwards(Room before) {
    LOG.info("room ended roomId={} participants={}", before.roomId(), before.participants().size());
    metrics.ended();
    news.ended(before);
    Future<?> released =
        before.uniqueName() == null
            ? Future.succeededFuture()
            : maps.names().release(before.uniqueName(), before.roomId());
    // Whoever makes a room of this name finds this one closed, and frees the name itself.
    return Future.join(
            released, maps.deadlines().forget(before.roomId()), maps.ofKeys().forget(before))
        .otherwiseEmpty();
  }
}
