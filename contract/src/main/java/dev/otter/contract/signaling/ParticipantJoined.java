package dev.otter.contract.signaling;

import dev.otter.contract.auth.Permissions;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;

/**
 * Tells a participant that another came in.
 *
 * @param destination whom it is for
 * @param roomId the room
 * @param participant who came
 * @param resumable whether who came numbers its messages, and may come back after a break
 * @param identity who came, as its token says; null when the token says nothing
 * @param permissions what its token allows
 */
public record ParticipantJoined(
    ConnectionId destination,
    RoomId roomId,
    ConnectionId participant,
    boolean resumable,
    String identity,
    Permissions permissions)
    implements NodeMessage {

  /** Fills in what a node of the version before this one does not say. */
  public ParticipantJoined {
    permissions = Permissions.orOfAGuest(permissions);
  }

  /** Of one who is in. */
  public static ParticipantJoined of(
      ConnectionId destination, RoomId roomId, Participant participant) {
    return new ParticipantJoined(
        destination,
        roomId,
        participant.connectionId(),
        participant.resumable(),
        participant.identity(),
        participant.permissions());
  }

  /** Leaves the identity out of log lines. */
  @Override
  public String toString() {
    return "ParticipantJoined[destination=" + destination + ", participant=" + participant + "]";
  }
}
