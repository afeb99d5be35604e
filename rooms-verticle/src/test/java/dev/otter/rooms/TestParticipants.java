package dev.otter.rooms;

import dev.otter.contract.auth.Permissions;
import dev.otter.contract.config.DuplicateIdentity;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.LeaveRoom;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.RoomSeed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/** Participants of tests: plain ones, all of one subject. */
final class TestParticipants {

  static final String SUBJECT = "guest-1";

  private TestParticipants() {}

  static List<Participant> plain(ConnectionId... ids) {
    return Arrays.stream(ids)
        .map(id -> Participant.live(id, SUBJECT, null, Instant.EPOCH))
        .toList();
  }

  static JoinRoom join(RoomId roomId, ConnectionId id) {
    return new JoinRoom(roomId, id, SUBJECT, null, null, 0, Permissions.OF_A_GUEST, RoomSeed.PLAIN);
  }

  static RoomEntry entry(RoomMaps maps, InstantSource clock) {
    return new RoomEntry(
        maps.rooms(), clock, DuplicateIdentity.NEWEST, new RoomRevival(maps, clock));
  }

  static LeaveRoom leave(RoomId roomId, ConnectionId id) {
    return new LeaveRoom(roomId, id, Participant.ONLY_LIFE);
  }
}
