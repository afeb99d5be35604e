package dev.otter.signaling;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The one read of the room map that signaling makes: whom a message without destination is for. It
 * is counted, since the protocol promises at most one per call.
 */
final class RoomLookup {

  private final RoomMap rooms;
  private final LongAdder lookups = new LongAdder();
  private final LongAdder repairs = new LongAdder();

  RoomLookup(RoomMap rooms) {
    this.rooms = rooms;
  }

  /**
   * Finds the one other participant of a room.
   *
   * @return the other one; fails with {@link ErrorCode#DESTINATION_UNKNOWN} when there is none,
   *     with {@link ErrorCode#DESTINATION_REQUIRED} in a room for more than two
   */
  Future<ConnectionId> otherParticipant(RoomId roomId, ConnectionId me) {
    lookups.increment();
    return rooms
        .find(roomId)
        .map(
            found -> {
              Room room = found.orElseThrow(PeerRouter::unknownDestination);
              if (room.maxParticipants() > Room.MIN_PARTICIPANTS) {
                throw new RefusedException(
                    ErrorCode.DESTINATION_REQUIRED,
                    "a room for more than two needs a destination in each message");
              }
              List<Participant> others = room.others(me);
              if (others.isEmpty()) {
                throw PeerRouter.unknownDestination();
              }
              return others.get(0).connectionId();
            });
  }

  /**
   * Reads a room again because one of it was not where it was thought to be. Counted apart from the
   * look-ups.
   */
  Future<Optional<Room>> repair(RoomId roomId) {
    repairs.increment();
    return rooms.find(roomId);
  }

  /** How many repairs this node has made. */
  long repairs() {
    return repairs.sum();
  }

  /** How many look-ups this node has made. */
  long count() {
    return lookups.sum();
  }
}
