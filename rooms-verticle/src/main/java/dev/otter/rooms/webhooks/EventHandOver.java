package dev.otter.rooms.webhooks;

import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomEvent;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events from the rooms into the store. It may do so twice, or two nodes at once: the store
 * knows what it has. What a node could not hand over before it died stays in the room, and is found
 * by the search of the others. Belongs to the context of its verticle.
 */
final class EventHandOver {

  /** How soon it is tried again, when the store was away. */
  static final Duration RETRY = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(EventHandOver.class);
  private static final int MAX_RACES = 20;

  private final Vertx vertx;
  private final RoomMap rooms;
  private final WebhookStore store;
  private final Runnable onHandedOver;
  private final WebhookMetrics metrics;

  /** Rooms whose events are under way to the store, and those that have got more meanwhile. */
  private final Set<RoomId> busy = new HashSet<>();

  private final Set<RoomId> again = new HashSet<>();

  /** Makes the way; {@code onHandedOver} is told when there is something to be delivered. */
  EventHandOver(
      Vertx vertx,
      RoomMap rooms,
      WebhookStore store,
      Runnable onHandedOver,
      WebhookMetrics metrics) {
    this.vertx = vertx;
    this.rooms = rooms;
    this.store = store;
    this.onHandedOver = onHandedOver;
    this.metrics = metrics;
  }

  /** Hands over what waits in a room, now or as soon as the store is there. */
  void take(RoomId roomId) {
    if (!busy.add(roomId)) {
      again.add(roomId);
      return;
    }
    again.remove(roomId);
    metrics.inRooms(busy.size());
    rooms
        .find(roomId)
        .compose(room -> room.map(this::handOver).orElseGet(Future::succeededFuture))
        .onSuccess(done -> free(roomId))
        .onFailure(
            failure -> {
              LOG.debug("events not handed over yet roomId={}", roomId, failure);
              again.add(roomId);
              vertx.setTimer(RETRY.toMillis(), timer -> free(roomId));
            });
  }

  private void free(RoomId roomId) {
    busy.remove(roomId);
    metrics.inRooms(busy.size());
    if (again.contains(roomId)) {
      take(roomId);
    }
  }

  /** Looks for events that a node has left behind. Costs as much as there are rooms. */
  Future<Void> search() {
    return rooms
        .all()
        .onSuccess(
            all ->
                all.stream()
                    .filter(room -> !room.recordedEvents().waiting().isEmpty())
                    .forEach(room -> take(room.roomId())))
        .mapEmpty();
  }

  private Future<Void> handOver(Room room) {
    List<RoomEvent> waiting = room.recordedEvents().waiting();
    if (waiting.isEmpty()) {
      return Future.succeededFuture();
    }
    long last = waiting.get(waiting.size() - 1).number();
    return store
        .handOver(room)
        .onSuccess(done -> onHandedOver.run())
        .compose(done -> forget(room.roomId(), last, MAX_RACES));
  }

  private Future<Void> forget(RoomId roomId, long last, int races) {
    if (races == 0) {
      return Future.failedFuture("the room changes all the time");
    }
    return rooms
        .find(roomId)
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture();
              }
              Room room = found.get();
              Room lighter = room.withEvents(room.recordedEvents().handedOver(last));
              return lighter.equals(room)
                  ? Future.succeededFuture()
                  : rooms
                      .compareAndSet(room, lighter)
                      .compose(
                          done ->
                              done ? Future.succeededFuture() : forget(roomId, last, races - 1));
            });
  }
}
