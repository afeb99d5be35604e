package dev.otter.signaling;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import java.util.concurrent.TimeUnit;

/**
 * How many messages one connection may send: a token bucket that fills at a steady rate and holds
 * two seconds' worth, so that the burst of a call being set up passes. Belongs to one connection
 * and its context.
 */
final class MessageRate {

  private static final int BURST_SECONDS = 2;
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int perSecond;
  private long takenUntilNanos;

  /**
   * Makes a full bucket.
   *
   * @param perSecond how many a second; 0 for no limit
   * @param nowNanos the time of a monotonic clock
   */
  MessageRate(int perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.takenUntilNanos = nowNanos - BURST_SECONDS * NANOS_PER_SECOND;
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
    long free = Math.min(nowNanos - takenUntilNanos, BURST_SECONDS * NANOS_PER_SECOND);
    long slice = NANOS_PER_SECOND / perSecond;
    if (free < slice) {
      return false;
    }
    takenUntilNanos = nowNanos - free + slice;
    return true;
  }
}
