package dev.otter.contract.room;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;

/**
 * Asks the rooms verticle to let a connection in; the answer is the {@link Room} with it in.
 *
 * @param roomId the room
 * @param connectionId who comes
 * @param subject whom its token was made for
 * @param resumeHash SHA-256 of its resume secret; null when it cannot resume
 */
public record JoinRoom(
    RoomId roomId, ConnectionId connectionId, String subject, String resumeHash) {}
