package dev.otter.contract.store;

import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Rooms as they outlive the cluster: all of a {@link Room} but who is in it. A future that succeeds
 * means that the change is on the disk; one that fails with {@link
 * dev.otter.contract.error.ErrorCode#STORE_UNAVAILABLE} means that it is not known to be. Futures
 * complete on the caller's context. Safe for any thread.
 */
public interface RoomStore {

  /**
   * Whether anything is kept at all. Where not, writes succeed and nothing is ever found: the
   * distributed map is then all there is.
   */
  boolean keeps();

  /**
   * Keeps a room, unless one with its id or its unique name is kept already.
   *
   * @return the room that is kept already; empty when this one was written
   */
  Future<Optional<Room>> insert(Room room);

  /** Writes what has changed of a room; keeps it if it was not kept. */
  Future<Void> update(Room room);

  /** Forgets a room; one that is not kept changes nothing. */
  Future<Void> delete(RoomId roomId);

  /**
   * Forgets rooms that ended, some at a time.
   *
   * @param before those whose end was before this
   * @param limit how many at most
   * @return how many; fewer than {@code limit} when there are no more
   */
  Future<Integer> deleteEnded(Instant before, int limit);

  /** Reads a room, with nobody in; empty when it is not kept. */
  Future<Optional<Room>> find(RoomId roomId);

  /** Reads the room that has this unique name; empty when there is none. */
  Future<Optional<Room>> findByName(String uniqueName);

  /**
   * Reads rooms in the order of their ids.
   *
   * @param after the id before the first; null for the beginning
   * @param limit how many at most
   * @return fewer than {@code limit} at the end
   */
  Future<List<Room>> page(RoomId after, int limit);

  /** A store that keeps nothing. */
  static RoomStore none() {
    return NoStore.INSTANCE;
  }
}
