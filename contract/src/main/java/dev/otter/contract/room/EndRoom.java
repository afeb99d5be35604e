package dev.otter.contract.room;

import dev.otter.contract.id.RoomId;

/**
 * Asks the rooms verticle to end a room for good, with everybody in it; the answer is the ended
 * {@link Room}. Ending one twice is ending it once.
 */
public record EndRoom(RoomId roomId) {}
