package dev.otter.contract.room;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;

/**
 * Asks the rooms verticle to hand a participant over to a new socket; the answer is {@link
 * ResumedParticipant}. Refused when the secret or the subject is another, and when a later attempt
 * was made already. Asked once more with the same secrets and a higher number, it is done again.
 *
 * @param roomId the room
 * @param connectionId who comes back
 * @param subject whom the new socket's token was made for
 * @param presentedHash SHA-256 of the secret that the client presented
 * @param newHash SHA-256 of the secret that the client will present the next time
 * @param attempt the client's number for this attempt to come in
 * @param node the node of the new socket
 */
public record ResumeParticipant(
    RoomId roomId,
    ConnectionId connectionId,
    String subject,
    String presentedHash,
    String newHash,
    long attempt,
    NodeTag node) {

  /** Leaves subject and hashes out of log lines. */
  @Override
  public String toString() {
    return "ResumeParticipant[connectionId=" + connectionId + ", attempt=" + attempt + "]";
  }
}
