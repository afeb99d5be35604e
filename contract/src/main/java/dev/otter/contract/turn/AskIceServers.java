package dev.otter.contract.turn;

import dev.otter.contract.id.RoomId;

/**
 * Asks for STUN and TURN servers with fresh credentials. Whoever asks has made sure that the
 * participant is in the room.
 *
 * @param roomId which room
 * @param participant the token's subject: the stable name that a relay counts by
 */
public record AskIceServers(RoomId roomId, String participant) {}
