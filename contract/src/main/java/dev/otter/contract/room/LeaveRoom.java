package dev.otter.contract.room;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;

/**
 * Tells the rooms verticle that a connection is gone; the answer is the {@link Room} without it.
 *
 * @param roomId the room
 * @param connectionId who went
 */
public record LeaveRoom(RoomId roomId, ConnectionId connectionId) {}
