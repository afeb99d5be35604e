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
 * not grow for ever. Every node runs it; a room that somebody enters meanwhile stays.
 */
final class ForgottenRoomSweepTask {

  /** Well over the life of a join link. */
  static final Duration FORGOTTEN_AFTER = Duration.ofDays(7);

  /** How often it runs. */
  static final Duration PERIOD = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(ForgottenRoomSweepTask.class);

  private final RoomMap rooms;
  private final UniqueNameMap names;
  private final InstantSource clock;

  ForgottenRoomSweepTask(RoomMap rooms, UniqueNameMap names, InstantSource clock) {
    this.rooms = rooms;
    this.names = names;
    this.clock = clock;
  }

  Future<Void> run() {
    Instant limit = clock.instant().minus(FORGOTTEN_AFTER);
    return rooms
        .all()
        .compose(
            all ->
                Future.join(
                    all.stream()
                        .filter(room -> room.participants().isEmpty())
                        .filter(room -> room.updatedAt().isBefore(limit))
                        .map(this::remove)
                        .toList()))
        .<Void>mapEmpty()
        .onFailure(failure -> LOG.error("the sweep of forgotten rooms failed", failure));
  }

  /** The name goes first: whoever asks for it from then on makes a new room. */
  private Future<Boolean> remove(Room room) {
    Future<?> released =
        room.uniqueName() == null
            ? Future.succeededFuture()
            : names.release(room.uniqueName(), room.roomId());
    return released.compose(done -> rooms.removeUnchanged(room));
  }
}
