package dev.otter.turn.gateway;

import dev.otter.contract.cluster.ServingGate;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether datagrams may go through. Not on a node that is cut off from its cluster: the others take
 * its sessions over. When a node dies, those that remain do not know for a moment on which side
 * they are; that does not stop them. Used on the event loop.
 */
final class Serving {

  private static final long UNSURE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final ServingGate gate;
  private final LongSupplier nanoTime;
  private long sureAt;

  Serving(ServingGate gate, LongSupplier nanoTime) {
    this.gate = gate;
    this.nanoTime = nanoTime;
    this.sureAt = nanoTime.getAsLong();
  }

  /** Whether a datagram may go through now. */
  boolean passes() {
    if (gate.decides()) {
      sureAt = nanoTime.getAsLong();
      return true;
    }
    return gate.delivers() && nanoTime.getAsLong() - sureAt < UNSURE_NANOS;
  }
}
