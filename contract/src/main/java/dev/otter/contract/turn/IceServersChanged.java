package dev.otter.contract.turn;

import dev.otter.contract.id.RoomId;

/**
 * Says that the relay of a room is gone or going, so that its participants need other ICE servers.
 * Published to all signaling nodes. Every orchestrator that has handed the relay out for the room
 * says so: a receiver takes the second one about the same room and relay as said already.
 *
 * @param roomId whose participants
 * @param relayId the relay that they were given, or the name of a list of static servers; null
 *     where it was a gateway
 * @param dead whether it serves no more, so that ICE must be restarted at once; else it is being
 *     drained, and calls are moved one participant after the other
 */
public record IceServersChanged(RoomId roomId, String relayId, boolean dead) {}
