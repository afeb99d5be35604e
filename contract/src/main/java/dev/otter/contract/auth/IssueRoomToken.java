package dev.otter.contract.auth;

import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RoomId;

/**
 * Asks the auth verticle for a token that opens a room.
 *
 * @param roomId the room
 * @param keyId the API key that it is made for, and that ends it when it is revoked; null for none
 */
public record IssueRoomToken(RoomId roomId, KeyId keyId) {}
