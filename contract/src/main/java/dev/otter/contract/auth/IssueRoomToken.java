package dev.otter.contract.auth;

import dev.otter.contract.id.RoomId;

/**
 * Asks the auth verticle for a token that opens a room.
 *
 * @param roomId the room
 */
public record IssueRoomToken(RoomId roomId) {}
