package dev.otter.rooms;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.CreatedRoom;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The room rules. Every change is a compare-and-set on the distributed map, so that any node may
 * make it and two at once never lose one. Stateless; safe for any thread.
 */
final class RoomRegistry {

  /** Each lost race is somebody else's progress; so many in a row is a fault. */
  private static final int MAX_ATTEMPTS = 100;

  private static final Duration MARKED_IN_USE_AFTER = Duration.ofDays(1);

  private final RoomMap rooms;
  private final UniqueNameMap names;
  private final InstantSource clock;

  RoomRegistry(RoomMap rooms, UniqueNameMap names, InstantSource clock) {
    this.rooms = rooms;
    this.names = names;
    this.clock = clock;
  }

  /**
   * Makes a room, or finds the one with that name. The name is claimed first: of two requests at
   * once one claims it, and both go on with the same id; whoever puts the room first has made it.
   */
  Future<CreatedRoom> create(CreateRoom request) {
    if (request.uniqueName() == null) {
      return put(Room.create(RoomId.random(), null, request.maxParticipants(), now()));
    }
    String name = UniqueName.check(request.uniqueName());
    return names
        .claim(name, RoomId.random())
        .compose(id -> put(Room.create(id, name, request.maxParticipants(), now())));
  }

  private Future<CreatedRoom> put(Room room) {
    return rooms
        .putIfAbsent(room)
        .map(
            found ->
                found
                    .map(there -> new CreatedRoom(there, false))
                    .orElseGet(() -> new CreatedRoom(room, true)))
        .compose(
            created ->
                created.created()
                    ? Future.succeededFuture(created)
                    : inUse(created.room()).map(there -> new CreatedRoom(there, false)));
  }

  Future<Room> find(String idOrName) {
    return findRoom(idOrName).compose(this::inUse);
  }

  /**
   * Marks a room that somebody asked for as in use, once a day at most: a link to it may have been
   * handed out, so it must not be swept as forgotten.
   */
  private Future<Room> inUse(Room room) {
    if (room.closed() || room.updatedAt().isAfter(now().minus(MARKED_IN_USE_AFTER))) {
      return Future.succeededFuture(room);
    }
    return update(
            room.roomId(), each -> each.withParticipants(each.participants(), now()), MAX_ATTEMPTS)
        .map(Change::room);
  }

  private Future<Room> findRoom(String idOrName) {
    if (RoomId.isValid(idOrName)) {
      return find(new RoomId(idOrName));
    }
    return names
        .find(UniqueName.normal(idOrName))
        .compose(id -> id.map(this::find).orElseGet(() -> Future.failedFuture(notFound())));
  }

  private Future<Room> find(RoomId roomId) {
    return rooms.find(roomId).map(room -> room.orElseThrow(RoomRegistry::notFound));
  }

  Future<Room> join(RoomId roomId, ConnectionId connectionId) {
    return update(
            roomId,
            room -> {
              if (room.closed()) {
                throw new RefusedException(ErrorCode.ROOM_CLOSED, "this room has ended");
              }
              if (room.participants().contains(connectionId)) {
                return room;
              }
              if (room.participants().size() >= room.maxParticipants()) {
                throw new RefusedException(
                    ErrorCode.ROOM_FULL,
                    "this room takes "
                        + room.maxParticipants()
                        + " participants, and all are here");
              }
              List<ConnectionId> participants = new ArrayList<>(room.participants());
              participants.add(connectionId);
              return room.withParticipants(participants, now());
            },
            MAX_ATTEMPTS)
        .map(Change::room);
  }

  Future<Room> leave(RoomId roomId, ConnectionId connectionId) {
    return takeOut(roomId, connectionId).map(Change::room);
  }

  /**
   * Takes a connection out.
   *
   * @return the room without it; empty when it was not in, so that of several who try one learns it
   */
  Future<Optional<Room>> remove(RoomId roomId, ConnectionId connectionId) {
    return takeOut(roomId, connectionId)
        .map(change -> change.written() ? Optional.of(change.room()) : Optional.empty());
  }

  private Future<Change> takeOut(RoomId roomId, ConnectionId connectionId) {
    return update(
        roomId,
        room ->
            room.participants().contains(connectionId)
                ? room.withParticipants(room.others(connectionId), now())
                : room,
        MAX_ATTEMPTS);
  }

  /**
   * A room after a change was tried on it.
   *
   * @param room as it is now
   * @param written whether the change changed anything
   */
  private record Change(Room room, boolean written) {}

  /** Changes a room; a change that returns its argument writes nothing. */
  private Future<Change> update(RoomId roomId, UnaryOperator<Room> change, int attempts) {
    if (attempts == 0) {
      return Future.failedFuture(
          new IllegalStateException("room " + roomId + " changed " + MAX_ATTEMPTS + " times"));
    }
    return find(roomId)
        .compose(
            room -> {
              Room changed = change.apply(room);
              if (changed.equals(room)) {
                return Future.succeededFuture(new Change(room, false));
              }
              return rooms
                  .compareAndSet(room, changed)
                  .compose(
                      done ->
                          done
                              ? Future.succeededFuture(new Change(changed, true))
                              : update(roomId, change, attempts - 1));
            });
  }

  /** Whole milliseconds, as clients in JavaScript keep them. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static RefusedException notFound() {
    return new RefusedException(ErrorCode.ROOM_NOT_FOUND, "no room has this id or name");
  }
}
