package dev.otter.signaling;

import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.PeerMessage;
import dev.otter.contract.signaling.SequenceNotice;
import dev.otter.contract.signaling.SequencedMessage;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many messages of which kind this node has sent on, and what became of them, and those that it
 * has dropped. Safe for any thread; counting costs an addition and makes nothing.
 */
final class MessageCounts {

  private final Map<Kind, Map<Result, LongAdder>> routed = new EnumMap<>(Kind.class);
  private final Map<Drop, LongAdder> dropped = new EnumMap<>(Drop.class);

  /** What a message is. */
  enum Kind {
    /** From a client of the plain dialect. */
    PLAIN,
    /** From a client of {@code otter.v1}, or from one of the plain dialect to such a peer. */
    NUMBERED,
    /** Of numbers: acknowledged, send again, cannot send again. */
    NOTICE,
    /** From the node itself: who came, went, was interrupted, or is back. */
    NEWS;

    static Kind of(NodeMessage message) {
      if (message instanceof SequencedMessage) {
        return NUMBERED;
      }
      if (message instanceof PeerMessage) {
        return PLAIN;
      }
      return message instanceof SequenceNotice ? NOTICE : NEWS;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What became of it. */
  enum Result {
    /** It was handed to a client of this node. */
    HERE,
    /** The node that has the client took it. */
    ELSEWHERE,
    /** Nobody of that id is in the room, or its node did not answer. */
    REFUSED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Why a message went no further. */
  enum Drop {
    /** Its receiver is interrupted; its sender keeps it. */
    AWAY,
    /** It came for one that is not in yet, or has gone. */
    NOT_IN,
    /** So much was not acknowledged that no more is kept. */
    UNACKNOWLEDGED,
    /** One before it is missing; all from there on were asked for again. */
    GAP,
    /** It had come already. */
    REPEATED,
    /** The arrival of its sender was lost, and is looked up now; it is sent again. */
    STRANGER;

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  MessageCounts() {
    for (Kind kind : Kind.values()) {
      Map<Result, LongAdder> results = new EnumMap<>(Result.class);
      for (Result result : Result.values()) {
        results.put(result, new LongAdder());
      }
      routed.put(kind, results);
    }
    for (Drop why : Drop.values()) {
      dropped.put(why, new LongAdder());
    }
  }

  /** One was sent on. */
  void routed(Kind kind, Result result) {
    of(kind, result).increment();
  }

  /** One was dropped. */
  void dropped(Drop why) {
    of(why).increment();
  }

  /** How many messages of clients have gone to a client, here or elsewhere. */
  long fromPeers() {
    return of(Kind.PLAIN, Result.HERE).sum()
        + of(Kind.PLAIN, Result.ELSEWHERE).sum()
        + of(Kind.NUMBERED, Result.HERE).sum()
        + of(Kind.NUMBERED, Result.ELSEWHERE).sum();
  }

  LongAdder of(Kind kind, Result result) {
    return routed.get(kind).get(result);
  }

  LongAdder of(Drop why) {
    return dropped.get(why);
  }
}
