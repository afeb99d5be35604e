package dev.otter.contract.turn;

import dev.otter.contract.id.RoomId;

/**
 * Says that somebody may relay no more: was put out of a room, or the room has ended. Published to
 * all orchestrators.
 *
 * @param roomId which room it was
 * @param subject of the token: the name that relays know
 * @param shared whether others with the same subject stay in the room, as with a link in many
 *     hands: they get new allocations
 */
public record EndRelaying(RoomId roomId, String subject, boolean shared) {}
