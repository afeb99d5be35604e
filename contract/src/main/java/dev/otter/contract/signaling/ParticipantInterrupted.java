package dev.otter.contract.signaling;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;

/**
 * Tells a participant that another's socket broke, and that it may come back under the same id.
 *
 * @param destination whom it is for
 * @param roomId the room
 * @param participant whose socket
 * @param node the node that held it; news of a node that the participant has left since is old
 */
public record ParticipantInterrupted(
    ConnectionId destination, RoomId roomId, ConnectionId participant, NodeTag node)
    implements NodeMessage {}
