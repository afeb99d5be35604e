package dev.otter.testing;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for something that happens elsewhere. */
public final class Await {

  private static final int POLL_MS = 10;

  private Await() {}

  /**
   * Waits until a condition holds.
   *
   * @param what what is waited for, for the message of a failure
   * @return how many milliseconds it took
   */
  public static long until(String what, int seconds, BooleanSupplier condition) {
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + seconds + " s: " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }
}
