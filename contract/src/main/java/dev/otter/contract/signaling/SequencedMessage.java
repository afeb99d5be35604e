package dev.otter.contract.signaling;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;

/**
 * A numbered message from peer to peer: what {@code otter.v1} speaks, and what a plain client's
 * node speaks for it towards such a peer.
 *
 * @param message the message
 * @param seq its number among the messages of this sender to this receiver, from 1 without gaps
 */
public record SequencedMessage(PeerMessage message, long seq) implements NodeMessage {

  @Override
  public ConnectionId destination() {
    return message.destination();
  }

  @Override
  public RoomId roomId() {
    return message.roomId();
  }

  /** Who sent it. */
  public ConnectionId source() {
    return message.source();
  }
}
