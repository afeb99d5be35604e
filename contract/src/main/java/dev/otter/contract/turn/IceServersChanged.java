package dev.otter.contract.turn;

import dev.otter.contract.id.RoomId;

/**
 * Says that the relay of a room is gone or going, so that its participants need other ICE servers.
 * Published to all signaling nodes. Every orchestrator that has handed the relay out for the room
 * says so: a receiver takes the second one about the same room and relay as said already.
 *
 * @param roomId whose participants
 * @param relayId the relay that they were given
 * @param restart whether ICE must be restarted at once: the relay is dead, or is being drained
 */
public record IceServersChanged(RoomId roomId, String relayId, boolean restart) {}
