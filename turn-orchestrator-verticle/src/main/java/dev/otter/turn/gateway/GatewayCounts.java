package dev.otter.turn.gateway;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** What a gateway counts. Written on its event loop, read by any thread. */
final class GatewayCounts {

  /** Which way a datagram went. */
  enum Way {
    /** From a client to its relay. */
    UP,
    /** From a relay to its client. */
    DOWN,
    /** From a relay to a peer outside. */
    OUT,
    /** From a peer outside to a relay. */
    IN,
    /** From a relay to a peer that is a session of this address. */
    HANDED_OVER,
    /** To the node that has the session. */
    FORWARDED
  }

  private final Map<DropReason, LongAdder> drops = new EnumMap<>(DropReason.class);
  private final Map<Way, LongAdder> packets = new EnumMap<>(Way.class);
  private final Map<Way, LongAdder> bytes = new EnumMap<>(Way.class);
  private final AtomicInteger sessions = new AtomicInteger();
  private final AtomicInteger elsewhere = new AtomicInteger();
  private volatile MoveListener moves = (nanos, moved) -> {};
  private volatile LongConsumer takeOvers = nanos -> {};

  GatewayCounts() {
    for (DropReason reason : DropReason.values()) {
      drops.put(reason, new LongAdder());
    }
    for (Way way : Way.values()) {
      packets.put(way, new LongAdder());
      bytes.put(way, new LongAdder());
    }
  }

  /** Hears of sessions that went to another relay. */
  @FunctionalInterface
  interface MoveListener {
    /**
     * A move is over.
     *
     * @param nanos how long it took
     * @param moved whether the session goes on
     */
    void moved(long nanos, boolean moved);
  }

  /** Sessions of other nodes whose ports this one listens at. */
  void elsewhere(int now) {
    elsewhere.set(now);
  }

  void drop(DropReason reason) {
    drops.get(reason).increment();
  }

  void passed(Way way, int size) {
    packets.get(way).increment();
    bytes.get(way).add(size);
  }

  void sessions(int now) {
    sessions.set(now);
  }

  void moved(long nanos, boolean moved) {
    moves.moved(nanos, moved);
  }

  void onMove(MoveListener listener) {
    moves = listener;
  }

  void tookOver(long nanos) {
    takeOvers.accept(nanos);
  }

  /** Hears of sessions that were taken over from another node, and how long that took. */
  void onTakeOver(LongConsumer listener) {
    takeOvers = listener;
  }

  LongAdder drops(DropReason reason) {
    return drops.get(reason);
  }

  LongAdder packets(Way way) {
    return packets.get(way);
  }

  LongAdder bytes(Way way) {
    return bytes.get(way);
  }

  int elsewhere() {
    return elsewhere.get();
  }

  int sessions() {
    return sessions.get();
  }
}
