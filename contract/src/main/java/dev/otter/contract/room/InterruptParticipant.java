package dev.otter.contract.room;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;

/**
 * Tells the rooms verticle that the socket of a participant broke; the answer is {@link
 * InterruptedParticipant}.
 *
 * @param roomId the room
 * @param connectionId whose
 * @param life the life that its socket got; when it has another now, another socket has taken it
 *     over and it stays as it is
 * @param presentedHash for a socket that does not know whether it got that life, as nobody answered
 *     in time: SHA-256 of the secret that it had presented. It then never gets it. Null otherwise
 */
public record InterruptParticipant(
    RoomId roomId, ConnectionId connectionId, long life, String presentedHash) {

  /** For a socket that had got its place. */
  public static InterruptParticipant of(RoomId roomId, Participant participant) {
    return new InterruptParticipant(roomId, participant.connectionId(), participant.life(), null);
  }

  /** Leaves the hash out of log lines. */
  @Override
  public String toString() {
    return "InterruptParticipant[connectionId=" + connectionId + ", life=" + life + "]";
  }
}
