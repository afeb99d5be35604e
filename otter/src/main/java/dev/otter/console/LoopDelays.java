package dev.otter.console;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How late the slowest of some event loops came to what was due. Safe for any thread. */
final class LoopDelays {

  private static final long LOOK_MS = 250;

  private final AtomicLong worstNanos = new AtomicLong();

  /** Looks from now on at the caller's event loop. */
  void watch(Vertx vertx) {
    long[] due = {System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MS)};
    vertx.setPeriodic(
        LOOK_MS,
        timer -> {
          long now = System.nanoTime();
          worstNanos.accumulateAndGet(now - due[0], Math::max);
          due[0] = now + TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
        });
  }

  /** The worst since this was asked last, in milliseconds. */
  double takeMs() {
    return worstNanos.getAndSet(0) / 1e6;
  }
}
