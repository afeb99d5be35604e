package dev.otter.contract.signaling;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;

/**
 * Tells a participant that another is back under its old id.
 *
 * @param destination whom it is for
 * @param roomId the room
 * @param participant who is back
 * @param node the node that holds it now, whatever its id says
 */
public record ParticipantResumed(
    ConnectionId destination, RoomId roomId, ConnectionId participant, NodeTag node)
    implements NodeMessage {}
