package dev.otter.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Notices that this process did not run, for so long that the other nodes took it for dead: stopped
 * by a signal, a hypervisor or a very long collection of garbage. A pulse of a thread of its own
 * writes the time; who is about to deliver something compares. So whichever thread runs first
 * afterwards finds out. Safe for any thread; a look costs one reading of the clock.
 */
final class PauseFence {

  /** How often {@link #pulse} must be called. */
  static final Duration PULSE = Duration.ofMillis(100);

  private final LongSupplier nanoClock;
  private final long limitNanos;
  private volatile long pulseNanos;
  private volatile boolean armed;
  private volatile boolean down;

  /**
   * Makes a fence that is not armed.
   *
   * @param nanoClock a clock that goes on while the process does not, and never jumps
   * @param limit the pause after which the others may have taken over
   */
  PauseFence(LongSupplier nanoClock, Duration limit) {
    this.nanoClock = nanoClock;
    this.limitNanos = limit.toNanos();
    this.pulseNanos = nanoClock.getAsLong();
  }

  /** Says that the process runs; returns whether it had not, for too long. */
  boolean pulse() {
    boolean fell = !passable();
    pulseNanos = nanoClock.getAsLong();
    return fell;
  }

  /** Whether this node may deliver. Once not, never again until {@link #reset}. */
  boolean passable() {
    if (armed && nanoClock.getAsLong() - pulseNanos > limitNanos) {
      down = true;
    }
    return !down;
  }

  /** Whether there are others who could have taken over; without them a pause does no harm. */
  void arm(boolean others) {
    armed = others;
  }

  /** The node is a member again. */
  void reset() {
    down = false;
  }
}
