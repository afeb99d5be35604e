package dev.otter.rooms.http;

import dev.otter.contract.auth.Grant;
import dev.otter.contract.auth.Role;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.ParticipantState;
import dev.otter.contract.room.Room;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Who is in a room, as the API shows it.
 *
 * @param participants oldest first
 */
record ParticipantList(List<Entry> participants) {

  static ParticipantList of(Room room) {
    return new ParticipantList(room.participants().stream().map(Entry::of).toList());
  }

  /**
   * One of them.
   *
   * @param connectionId its address
   * @param identity who it is, as its token says; null when the token says nothing
   * @param role what its token made it
   * @param grants what it may publish
   * @param state whether its socket is there
   * @param joinedAt when it came in
   */
  record Entry(
      ConnectionId connectionId,
      String identity,
      Role role,
      Set<Grant> grants,
      ParticipantState state,
      Instant joinedAt) {

    static Entry of(Participant participant) {
      return new Entry(
          participant.connectionId(),
          participant.identity(),
          participant.permissions().role(),
          participant.permissions().grants(),
          participant.state(),
          participant.joinedAt());
    }
  }
}
