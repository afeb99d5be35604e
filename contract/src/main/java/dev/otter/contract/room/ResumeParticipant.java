package dev.otter.contract.room;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;

/**
 * Asks the rooms verticle to hand a participant over to a new socket; the answer is {@link
 * ResumedParticipant}. Refused when the secret or the subject is another.
 *
 * @param roomId the room
 * @param connectionId who comes back
 * @param subject whom the new socket's token was made for
 * @param presentedHash SHA-256 of the secret that the client presented
 * @param newHash SHA-256 of the secret for the next time
 * @param node the node of the new socket
 */
public record ResumeParticipant(
    RoomId roomId,
    ConnectionId connectionId,
    String subject,
    String presentedHash,
    String newHash,
    NodeTag node) {}
