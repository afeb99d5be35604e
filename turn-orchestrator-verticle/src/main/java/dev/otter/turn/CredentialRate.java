package dev.otter.turn;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often a participant may have credentials made: a bucket for each. It is generous, as a link
 * may be in many hands; a program that asks in a loop is stopped. Safe for any thread.
 */
final class CredentialRate {

  /** So many at once. */
  static final int BURST = 60;

  /** And one more each so often. */
  static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Most participants with a bucket; the one that asked longest ago loses it. */
  static final int MOST = 100_000;

  private final LongSupplier nanoTime;

  /** Until when the time of each is taken: a credential takes {@link #EACH_NANOS} of it. */
  private final Map<String, Long> takenUntil = new LinkedHashMap<>();

  /**
   * Makes full buckets.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  CredentialRate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Takes one.
   *
   * @param participant who
   * @throws RefusedException when there were too many
   */
  synchronized void take(String participant) {
    long now = nanoTime.getAsLong();
    Long before = takenUntil.remove(participant);
    long free = before == null ? BURST * EACH_NANOS : Math.min(now - before, BURST * EACH_NANOS);
    boolean may = free >= EACH_NANOS;
    takenUntil.put(participant, may ? Long.valueOf(now - free + EACH_NANOS) : before);
    forgetOldest();
    if (!may) {
      throw new RefusedException(
          ErrorCode.REQUEST_RATE,
          "more TURN credentials than one participant needs: "
              + BURST
              + " at once, then one a second",
          1);
    }
  }

  private void forgetOldest() {
    if (takenUntil.size() > MOST) {
      Iterator<String> oldest = takenUntil.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }
}
