package dev.otter.contract.signaling;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;

/**
 * Tells a participant that another came in.
 *
 * @param destination whom it is for
 * @param roomId the room
 * @param participant who came
 * @param resumable whether who came numbers its messages, and may come back after a break
 */
public record ParticipantJoined(
    ConnectionId destination, RoomId roomId, ConnectionId participant, boolean resumable)
    implements NodeMessage {}
