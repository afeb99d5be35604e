package dev.otter.rooms;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomSeed;
import dev.otter.contract.room.RoomTerms;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The rule that a good token is enough: where the cluster has lost a room (all nodes were stopped,
 * and nothing keeps rooms), or has forgotten it, whoever comes with a token of it makes it again,
 * with the id, name and size that the token carries. A room that is known to have ended stays
 * ended. Stateless; safe for any thread.
 */
final class RoomRevival {

  static final String HAS_ENDED = "this room has ended";

  private final RoomMaps maps;
  private final RoomUpdates updates;

  RoomRevival(RoomMaps maps, InstantSource clock) {
    this.maps = maps;
    this.updates = new RoomUpdates(maps.rooms(), clock);
  }

  /** Refuses where a room has ended. */
  static void requireOpen(Room room) {
    if (room.closed()) {
      throw new RefusedException(ErrorCode.ROOM_CLOSED, HAS_ENDED);
    }
  }

  /** Refuses where a room has ended, or whoever has this subject was put out of it. */
  static void requireOpenTo(Room room, String subject) {
    requireOpen(room);
    if (room.putOut().contains(subject)) {
      throw new RefusedException(ErrorCode.PUT_OUT, "you were put out of this room");
    }
  }

  /** The room that a token opens. */
  Future<Room> visit(RoomClaims claims) {
    return reviving(claims.roomId(), claims.seed(), () -> updates.find(claims.roomId()))
        .map(
            room -> {
              requireOpenTo(room, claims.subject());
              return room;
            });
  }

  /** Does something with a room; where there is none, makes it and does it then. */
  <T> Future<T> reviving(RoomId roomId, RoomSeed seed, Supplier<Future<T>> work) {
    return work.get()
        .recover(
            failure ->
                RoomUpdates.isNotFound(failure)
                    ? revive(roomId, seed).compose(revived -> work.get())
                    : Future.failedFuture(failure));
  }

  private Future<Void> revive(RoomId roomId, RoomSeed seed) {
    Instant now = updates.now();
    if (seed.end().map(end -> !end.isAfter(now)).orElse(false)) {
      return Future.failedFuture(new RefusedException(ErrorCode.ROOM_CLOSED, HAS_ENDED));
    }
    int maxSeconds =
        seed.end().map(end -> (int) Duration.between(now, end).toSeconds() + 1).orElse(0);
    RoomTerms terms = new RoomTerms(null, 0, maxSeconds);
    return nameOf(roomId, seed)
        .map(name -> new CreateRoom(name, seed.maxParticipants(), terms))
        .map(request -> Room.create(roomId, request, now))
        .compose(
            room -> maps.rooms().putIfAbsent(room).compose(put -> maps.deadlines().note(room)));
  }

  /** Its name, unless that is another room's by now. */
  private Future<String> nameOf(RoomId roomId, RoomSeed seed) {
    if (seed.uniqueName() == null) {
      return Future.succeededFuture(null);
    }
    // A backend that signs by itself may write anything; a name must be one.
    String name = UniqueName.check(seed.uniqueName());
    return maps.names()
        .find(name)
        .compose(
            holder ->
                holder.isPresent()
                    ? Future.succeededFuture(holder.get())
                    : maps.names().claim(name, roomId))
        .map(holder -> holder.equals(roomId) ? name : null);
  }
}
