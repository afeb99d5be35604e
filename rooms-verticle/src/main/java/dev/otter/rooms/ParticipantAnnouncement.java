package dev.otter.rooms;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.room.AnnounceParticipant;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The rule for a participant whose node says that it holds its socket: the map then says so too,
 * unless the room has ended, or another socket has taken the participant over. Stateless; safe for
 * any thread.
 */
final class ParticipantAnnouncement {

  private final RoomUpdates updates;
  private final RoomRevival revival;

  ParticipantAnnouncement(RoomMap rooms, InstantSource clock, RoomRevival revival) {
    this.updates = new RoomUpdates(rooms, clock);
    this.revival = revival;
  }

  /** Writes what is announced, if it is not so already; the room as it is now. */
  Future<Room> announce(AnnounceParticipant request) {
    Participant held = request.participant();
    return revival
        .reviving(
            request.roomId(),
            request.seed(),
            () ->
                updates.update(
                    request.roomId(),
                    room -> {
                      RoomRevival.requireOpen(room);
                      return room.participant(held.connectionId())
                          .map(there -> with(room, there, held))
                          .orElseGet(() -> withAdded(room, held));
                    }))
        .map(RoomUpdates.Change::room);
  }

  private Room with(Room room, Participant there, Participant held) {
    if (there.life() != held.life()) {
      throw new RefusedException(
          ErrorCode.RESUMED_ELSEWHERE, "another socket has resumed this one");
    }
    boolean so = there.live() && there.node().equals(held.node());
    return so ? room : room.withParticipant(held, updates.now());
  }

  private Room withAdded(Room room, Participant held) {
    RoomRevival.requireOpenTo(room, held.subject());
    if (room.participants().size() >= room.maxParticipants()) {
      throw new RefusedException(
          ErrorCode.ROOM_FULL,
          "this room takes " + room.maxParticipants() + " participants, and all are here");
    }
    List<Participant> participants = new ArrayList<>(room.participants());
    participants.add(held);
    return room.withParticipants(participants, updates.now());
  }
}
