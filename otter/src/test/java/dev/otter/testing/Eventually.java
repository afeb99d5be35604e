package dev.otter.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, for a bound. */
public final class Eventually {

  private static final long POLL_MS = 50;

  private Eventually() {}

  /**
   * Waits.
   *
   * @return how long it took, in milliseconds
   * @throws AssertionError naming {@code what}, when it takes longer than {@code bound}
   */
  public static long within(Duration bound, String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > bound.toNanos()) {
        throw new AssertionError("not within " + bound.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
