package dev.otter.rooms;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a room is changed: by compare-and-set on the distributed map, so that any node may change it
 * and two at once never lose a change. Stateless; safe for any thread.
 */
final class RoomUpdates {

  /** Each lost race is somebody else's progress; so many in a row is a fault. */
  private static final int MAX_ATTEMPTS = 100;

  private final RoomMap rooms;
  private final InstantSource clock;

  RoomUpdates(RoomMap rooms, InstantSource clock) {
    this.rooms = rooms;
    this.clock = clock;
  }

  /**
   * A room after a change was tried on it.
   *
   * @param before as it was
   * @param room as it is now
   */
  record Change(Room before, Room room) {

    /** Whether the change changed anything. */
    boolean written() {
      return !before.equals(room);
    }

    /** The room as it is now; empty when nothing was changed, so that one of several learns it. */
    Optional<Room> ifWritten() {
      return written() ? Optional.of(room) : Optional.empty();
    }
  }

  /** Finds a room; fails with {@link ErrorCode#ROOM_NOT_FOUND} when there is none. */
  Future<Room> find(RoomId roomId) {
    return rooms.find(roomId).map(room -> room.orElseThrow(RoomUpdates::notFound));
  }

  /** Changes a room; a change that returns its argument writes nothing. */
  Future<Change> update(RoomId roomId, UnaryOperator<Room> change) {
    return update(roomId, change, MAX_ATTEMPTS);
  }

  private Future<Change> update(RoomId roomId, UnaryOperator<Room> change, int attempts) {
    if (attempts == 0) {
      return Future.failedFuture(
          new IllegalStateException("room " + roomId + " changed " + MAX_ATTEMPTS + " times"));
    }
    return find(roomId)
        .compose(
            room -> {
              Change tried = new Change(room, change.apply(room));
              if (!tried.written()) {
                return Future.succeededFuture(tried);
              }
              return rooms
                  .compareAndSet(room, tried.room())
                  .compose(
                      done ->
                          done
                              ? Future.succeededFuture(tried)
                              : update(roomId, change, attempts - 1));
            });
  }

  /** Whole milliseconds, as clients in JavaScript keep them. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Whether something failed because there is no such room. */
  static boolean isNotFound(Throwable failure) {
    return failure instanceof RefusedException refused
        && refused.code() == ErrorCode.ROOM_NOT_FOUND;
  }

  static RefusedException notFound() {
    return new RefusedException(ErrorCode.ROOM_NOT_FOUND, "no room has this id or name");
  }
}
