package dev.otter.signaling;

import dev.otter.contract.signaling.PeerMessage;
import dev.otter.contract.signaling.SequencedMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Numbers the messages of one sender to one receiver and keeps each until it is acknowledged,
 * within bounds. Belongs to one connection and its context.
 */
final class SentMessages {

  /** How many messages are kept. */
  static final int MAX_MESSAGES = 256;

  /** How many bytes of payload are kept. */
  static final int MAX_BYTES = 262_144;

  private final Deque<SequencedMessage> kept = new ArrayDeque<>();
  private long lastSeq;
  private int keptBytes;

  /**
   * Numbers a message and keeps it.
   *
   * @return the message to send; empty when too much is not acknowledged yet, and then the message
   *     got no number, so that there is no gap
   */
  Optional<SequencedMessage> add(PeerMessage message) {
    int bytes = message.payload().length();
    if (kept.size() >= MAX_MESSAGES || keptBytes + bytes > MAX_BYTES) {
      return Optional.empty();
    }
    keptBytes += bytes;
    SequencedMessage numbered = new SequencedMessage(message, ++lastSeq);
    kept.add(numbered);
    return Optional.of(numbered);
  }

  /** Forgets all messages up to a number; a number that was never given changes nothing. */
  void acknowledge(long seq) {
    while (seq <= lastSeq && !kept.isEmpty() && kept.peek().seq() <= seq) {
      keptBytes -= kept.remove().message().payload().length();
    }
  }

  /** All messages that are not acknowledged, in order. */
  List<SequencedMessage> unacknowledged() {
    return List.copyOf(kept);
  }
}
