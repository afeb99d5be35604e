package dev.otter.contract.calls;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;

/**
 * Something happened to a call just now, on this node. Stays on it.
 *
 * @param roomId which room; null for a refusal of somebody who cannot be believed what it names
 * @param type what happened
 * @param connectionId to whom; null where it is about the room, or somebody without an id yet
 * @param peer the other one that it is about; null for none
 * @param code why, or what exactly; null where the type says it all
 */
public record CallFact(
    RoomId roomId, CallEventType type, ConnectionId connectionId, ConnectionId peer, String code) {}
