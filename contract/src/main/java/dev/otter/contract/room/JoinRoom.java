package dev.otter.contract.room;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;

/**
 * Asks the rooms verticle to let a connection in; the answer is the {@link Room} with it in.
 *
 * @param roomId the room
 * @param connectionId who comes
 */
public record JoinRoom(RoomId roomId, ConnectionId connectionId) {}
