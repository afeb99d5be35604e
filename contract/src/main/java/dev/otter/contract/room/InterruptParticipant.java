package dev.otter.contract.room;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;

/**
 * Tells the rooms verticle that the socket of a participant broke; the answer is {@link
 * InterruptedParticipant}.
 *
 * @param roomId the room
 * @param connectionId whose
 * @param resumeHash the hash it had last; when it has another now, another socket has taken it over
 *     and nothing is changed
 */
public record InterruptParticipant(RoomId roomId, ConnectionId connectionId, String resumeHash) {}
