package dev.otter.rooms;

import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes rooms that nobody has been in for {@link #FORGOTTEN_AFTER}, so that the map of rooms does
 * not grow for ever. One node of the cluster does it each time; a room that somebody enters
 * meanwhile stays. Whoever comes with a token of a room that was forgotten makes it again.
 */
final class ForgottenRoomSweepTask {

  /** Well over the life of a join link. */
  static final Duration FORGOTTEN_AFTER = Duration.ofDays(7);

  /**
   * Where rooms are kept, one that has ended stays in memory for so long: it is shown in the list,
   * and most who come late come soon. Otherwise a year of calls would lie in memory at once.
   */
  static final Duration ENDED_IN_MEMORY = Duration.ofHours(1);

  /** An ended room must stay known as ended for longer than its tokens last. */
  static final Duration ENDED_FORGOTTEN_AFTER = Duration.ofDays(31);

  /** How often it runs. */
  static final Duration PERIOD = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(ForgottenRoomSweepTask.class);

  private final RoomMap rooms;
  private final UniqueNameMap names;
  private final RoomsOfKeys ofKeys;
  private final SweepLease lease;
  private final InstantSource clock;

  ForgottenRoomSweepTask(RoomMaps maps, SweepLease lease, InstantSource clock) {
    this.rooms = maps.rooms();
    this.names = maps.names();
    this.ofKeys = maps.ofKeys();
    this.lease = lease;
    this.clock = clock;
  }

  Future<Void> run() {
    return lease
        .take("forgotten-rooms", PERIOD)
        .compose(mine -> mine ? sweep() : Future.succeededFuture())
        .onFailure(failure -> LOG.error("the sweep of forgotten rooms failed", failure));
  }

  /** Forgets what is to be forgotten now. */
  Future<Void> sweep() {
    Instant now = clock.instant();
    return rooms
        .all()
        .compose(
            all ->
                Future.join(
                    all.stream()
                        .filter(room -> room.participants().isEmpty())
                        .filter(room -> room.recordedEvents().waiting().isEmpty())
                        .filter(room -> room.updatedAt().isBefore(now.minus(patience(room))))
                        .map(this::remove)
                        .toList()))
        .compose(removed -> rooms.forgetEnded(now.minus(ENDED_FORGOTTEN_AFTER)));
  }

  private Duration patience(Room room) {
    if (!room.closed()) {
      return FORGOTTEN_AFTER;
    }
    return rooms.keeps() ? ENDED_IN_MEMORY : ENDED_FORGOTTEN_AFTER;
  }

  /** The name goes first: whoever asks for it from then on makes a new room. */
  private Future<Boolean> remove(Room room) {
    if (room.closed() && rooms.keeps()) {
      return rooms.evictUnchanged(room);
    }
    Future<?> released =
        room.uniqueName() == null || room.closed()
            ? Future.succeededFuture()
            : names.release(room.uniqueName(), room.roomId());
    return released
        .compose(done -> rooms.removeUnchanged(room))
        .compose(
            removed -> removed ? ofKeys.forget(room).map(true) : Future.succeededFuture(false));
  }
}
