package dev.otter.signaling;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import java.util.concurrent.TimeUnit;

/**
 * How many messages one connection may send: a token bucket that fills at a steady rate and holds
 * what may come at once, so that the burst of a call being set up passes. Belongs to one connection
 * and its context.
 */
final class MessageRate {

  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int perSecond;
  private final long burstNanos;
  private long takenUntilNanos;

  /**
   * Makes a full bucket that holds two seconds' worth.
   *
   * @param perSecond how many a second; 0 for no limit
   * @param more how many more may come at once, as after a break, when what was not acknowledged is
   *     sent again
   * @param nowNanos the time of a monotonic clock
   */
  MessageRate(int perSecond, int more, long nowNanos) {
    this.perSecond = perSecond;
    this.burstNanos =
        perSecond == 0 ? 0 : 2 * NANOS_PER_SECOND + more * (NANOS_PER_SECOND / perSecond);
    this.takenUntilNanos = nowNanos - burstNanos;
  }

  /** Fills the bucket: the server itself has asked for what was not acknowledged. */
  void fill(long nowNanos) {
    takenUntilNanos = nowNanos - burstNanos;
  }

  /**
   * Takes one message.
   *
   * @throws RefusedException when it is beyond the rate
   */
  void take(long nowNanos) {
    if (!tryTake(nowNanos)) {
      throw new RefusedException(
          ErrorCode.MESSAGE_RATE, "a connection may send " + perSecond + " messages a second");
    }
  }

  /**
   * Takes one message.
   *
   * @return whether it is within the rate; if not, nothing is taken
   */
  boolean tryTake(long nowNanos) {
    if (perSecond == 0) {
      return true;
    }
    // Each message takes a slice of time; the slices taken may not reach beyond now. Differences
    // only: the clock's figure may overflow.
    long free = Math.min(nowNanos - takenUntilNanos, burstNanos);
    long slice = NANOS_PER_SECOND / perSecond;
    if (free < slice) {
      return false;
    }
    takenUntilNanos = nowNanos - free + slice;
    return true;
  }
}
