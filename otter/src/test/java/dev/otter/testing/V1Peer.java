package dev.otter.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a client of {@code otter.v1} keeps of one peer: the messages to it that are not
 * acknowledged, and how far it has come with the messages from it. Not safe for several threads.
 */
final class V1Peer {

  private static final int MAX_MESSAGES = 256;
  private static final int MAX_CHARACTERS = 262_144;

  /** A message that is kept until it is acknowledged. */
  record Sent(long seq, String payload) {}

  /** What to do with a message that came. */
  enum Arrival {
    /** It is the next one. */
    NEXT,
    /** It was handed over before. */
    DUPLICATE,
    /** One before it is missing. */
    GAP
  }

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Deque<Sent> kept = new ArrayDeque<>();
  private int keptCharacters;
  private long lastSent;
  private long lastReceived;
  private long askedAfter = -1;
  private long progressNanos;
  private long waitNanos = SECOND;
  private boolean probed;

  /** Numbers a message and keeps it; the number. */
  long add(String payload) {
    if (kept.isEmpty()) {
      progress();
    }
    kept.add(new Sent(++lastSent, payload));
    keptCharacters += payload.length();
    return lastSent;
  }

  /** Whether more is kept than may be; then all of it is given up. */
  boolean overflows() {
    if (kept.size() <= MAX_MESSAGES && keptCharacters <= MAX_CHARACTERS) {
      return false;
    }
    kept.clear();
    keptCharacters = 0;
    return true;
  }

  /** The number of the next message. */
  long nextSeq() {
    return lastSent + 1;
  }

  /**
   * Forgets what the peer has.
   *
   * @return whether the peer answered a probe, so that the rest is to be sent again
   */
  boolean acknowledged(long seq) {
    boolean answered = probed && !kept.isEmpty() && kept.peek().seq() <= seq;
    while (!kept.isEmpty() && kept.peek().seq() <= seq) {
      keptCharacters -= kept.remove().payload().length();
      progress();
    }
    return answered;
  }

  private void progress() {
    progressNanos = System.nanoTime();
    waitNanos = SECOND;
    probed = false;
  }

  /** The oldest message, when nothing was acknowledged for long; each time longer. */
  Optional<Sent> probe(long nowNanos) {
    if (kept.isEmpty() || nowNanos - progressNanos < waitNanos) {
      return Optional.empty();
    }
    progressNanos = nowNanos;
    waitNanos = Math.min(2 * waitNanos, 8 * SECOND);
    probed = true;
    return Optional.of(kept.peek());
  }

  /** Whether to ask for what is missing: once for each gap. */
  boolean asksForTheGap() {
    boolean first = askedAfter != lastReceived;
    askedAfter = lastReceived;
    return first;
  }

  List<Sent> unacknowledged() {
    return List.copyOf(kept);
  }

  Arrival arrived(long seq) {
    if (seq <= lastReceived) {
      return Arrival.DUPLICATE;
    }
    if (seq > lastReceived + 1) {
      return Arrival.GAP;
    }
    lastReceived = seq;
    return Arrival.NEXT;
  }

  long lastReceived() {
    return lastReceived;
  }

  /** The peer cannot send what was missed; whether that leaves a hole. */
  boolean goesOnAt(long seq) {
    boolean hole = seq > lastReceived + 1;
    if (hole) {
      lastReceived = seq - 1;
    }
    return hole;
  }
}
