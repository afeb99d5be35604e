package dev.otter.contract.room;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;

/**
 * Asks the rooms verticle to put a participant out, wherever its socket is, and also when it has
 * none at the moment; the answer is the {@link Room} without it.
 *
 * @param roomId the room
 * @param connectionId who
 */
public record PutOutParticipant(RoomId roomId, ConnectionId connectionId) {}
