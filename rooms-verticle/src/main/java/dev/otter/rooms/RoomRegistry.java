package dev.otter.rooms;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.CreatedRoom;
import dev.otter.contract.room.LeaveRoom;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.PutOutParticipant;
import dev.otter.contract.room.Room;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The rules of rooms: who makes, finds and leaves one. Stateless; safe for any thread. */
final class RoomRegistry {

  private static final Duration MARKED_IN_USE_AFTER = Duration.ofDays(1);
  private static final int MAX_ATTEMPTS = 3;

  private final RoomMaps maps;
  private final RoomUpdates updates;
  private final int maxPerKey;

  /** Makes it; {@code maxPerKey} is how many rooms one API key may have, 0 for no limit. */
  RoomRegistry(RoomMaps maps, InstantSource clock, int maxPerKey) {
    this.maps = maps;
    this.maxPerKey = maxPerKey;
    this.updates = new RoomUpdates(maps.rooms(), clock);
  }

  /**
   * Makes a room, or finds the one with that name. The name is claimed first: of two requests at
   * once one claims it, and both go on with the same id; whoever puts the room first has made it.
   */
  Future<CreatedRoom> create(CreateRoom request) {
    return maxPerKey == 0
        ? make(request)
        : maps.ofKeys()
            .hasAsMany(request.madeBy(), maxPerKey)
            .compose(full -> full ? onlyFind(request) : make(request));
  }

  /** Whoever has too many rooms may still ask for one of them. */
  private Future<CreatedRoom> onlyFind(CreateRoom request) {
    Future<Room> there =
        request.uniqueName() == null
            ? Future.failedFuture(RoomUpdates.notFound())
            : find(UniqueName.check(request.uniqueName()));
    return there
        .map(room -> new CreatedRoom(room, false))
        .recover(
            failure ->
                Future.failedFuture(
                    RoomUpdates.isNotFound(failure)
                        ? new RefusedException(
                            ErrorCode.TOO_MANY_ROOMS,
                            "one API key may have "
                                + maxPerKey
                                + " rooms that have not ended (limits.roomsPerKey)")
                        : failure));
  }

  private Future<CreatedRoom> make(CreateRoom request) {
    if (request.uniqueName() == null) {
      return put(Room.create(RoomId.random(), request, updates.now()));
    }
    String name = UniqueName.check(request.uniqueName());
    return createNamed(request.named(name), MAX_ATTEMPTS);
  }

  /** A name may still be that of a room which is just ending. */
  private Future<CreatedRoom> createNamed(CreateRoom request, int attempts) {
    return maps.names()
        .claim(request.uniqueName(), RoomId.random())
        .compose(
            id ->
                put(Room.create(id, request, updates.now()))
                    .compose(created -> withNameOf(created, id)))
        .compose(
            created ->
                created.room().closed() && attempts > 0
                    ? maps.names()
                        .release(request.uniqueName(), created.room().roomId())
                        .compose(released -> createNamed(request, attempts - 1))
                    : Future.succeededFuture(created));
  }

  /** The map had lost the name; the store knows whose it is. */
  private Future<CreatedRoom> withNameOf(CreatedRoom created, RoomId claimed) {
    Room room = created.room();
    return room.roomId().equals(claimed)
        ? Future.succeededFuture(created)
        : maps.names().correct(room.uniqueName(), claimed, room.roomId()).map(created);
  }

  private Future<CreatedRoom> put(Room room) {
    return maps.rooms()
        .putIfAbsent(room)
        .map(found -> outcome(room, found))
        .compose(
            created ->
                created.created()
                    ? noted(created.room()).map(created)
                    : inUse(created.room()).map(there -> new CreatedRoom(there, false)));
  }

  /**
   * Who made the room that is there now. A room without a name has an id that only its maker knows,
   * so it can only have been found by the same write, done a second time: the cluster repeats one
   * whose answer was lost with a node that joined or left.
   */
  static CreatedRoom outcome(Room room, Optional<Room> found) {
    boolean created = found.isEmpty() || room.uniqueName() == null;
    return new CreatedRoom(found.orElse(room), created);
  }

  private Future<Void> noted(Room room) {
    return Future.all(maps.deadlines().note(room), maps.ofKeys().note(room)).mapEmpty();
  }

  Future<Room> find(String idOrName) {
    return findRoom(idOrName).compose(this::inUse);
  }

  /**
   * Marks a room that somebody asked for as in use, once a day at most: a link to it may have been
   * handed out, so it must not be swept as forgotten.
   */
  private Future<Room> inUse(Room room) {
    if (room.closed() || room.updatedAt().isAfter(updates.now().minus(MARKED_IN_USE_AFTER))) {
      return Future.succeededFuture(room);
    }
    return updates
        .update(room.roomId(), each -> each.withParticipants(each.participants(), updates.now()))
        .map(RoomUpdates.Change::room);
  }

  private Future<Room> findRoom(String idOrName) {
    if (RoomId.isValid(idOrName)) {
      return updates.find(new RoomId(idOrName));
    }
    return maps.names()
        .find(UniqueName.normal(idOrName))
        .compose(
            id ->
                id.map(updates::find).orElseGet(() -> Future.failedFuture(RoomUpdates.notFound())));
  }

  Future<Room> leave(LeaveRoom request) {
    return takeOut(request).map(RoomUpdates.Change::room);
  }

  /**
   * Takes a connection out.
   *
   * @return the room without it; empty when it was not in, so that of several who try one learns it
   */
  Future<Optional<Room>> remove(LeaveRoom request) {
    return takeOut(request).map(RoomUpdates.Change::ifWritten);
  }

  /**
   * Takes a participant out, whatever its life; its token lets nobody in any more.
   *
   * @return the room as it was and as it is; fails with {@link ErrorCode#PARTICIPANT_NOT_FOUND}
   */
  Future<RoomUpdates.Change> putOut(PutOutParticipant request) {
    return updates.update(
        request.roomId(),
        room -> {
          Participant gone =
              room.participant(request.connectionId())
                  .orElseThrow(
                      () ->
                          new RefusedException(
                              ErrorCode.PARTICIPANT_NOT_FOUND,
                              "no participant of this room has this id"));
          return room.withPutOut(gone, updates.now());
        });
  }

  private Future<RoomUpdates.Change> takeOut(LeaveRoom request) {
    return updates.update(
        request.roomId(),
        room ->
            room.participant(request.connectionId())
                    .filter(each -> each.life() == request.life())
                    .isPresent()
                ? room.withParticipants(room.others(request.connectionId()), updates.now())
                : room);
  }
}
