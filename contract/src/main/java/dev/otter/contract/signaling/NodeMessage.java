package dev.otter.contract.signaling;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;

/**
 * What one signaling node is told by another, for one of its connections. The receiving node checks
 * that the destination is in the room before it hands anything over.
 */
public sealed interface NodeMessage
    permits PeerMessage,
        SequencedMessage,
        SequenceNotice,
        ParticipantJoined,
        ParticipantLeft,
        ParticipantInterrupted,
        ParticipantResumed,
        ConnectionDismissed {

  /** Whom it is for. */
  ConnectionId destination();

  /** The room that the sender is in. */
  RoomId roomId();
}
