package dev.otter.contract.room;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;

/**
 * Tells the rooms verticle that a connection is gone; the answer is the {@link Room} without it.
 *
 * @param roomId the room
 * @param connectionId who went
 * @param life the life that its socket got; when it has another now, another socket has taken it
 *     over and nothing is changed
 */
public record LeaveRoom(RoomId roomId, ConnectionId connectionId, long life) {}
