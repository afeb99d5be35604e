package dev.otter.console;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * What was asked a moment ago, for all who want it now. One that failed is asked for again. Safe
 * for any thread.
 *
 * @param <T> what it is
 */
final class Fresh<T> {

  private final long nanos;
  private Future<T> last;
  private long askedAt;

  /**
   * Makes it.
   *
   * @param nanos for how long an answer is good, from the question on
   */
  Fresh(long nanos) {
    this.nanos = nanos;
  }

  /** The last answer, or the one that is on its way, or one to a new question. */
  synchronized Future<T> get(Supplier<Future<T>> question) {
    long now = System.nanoTime();
    boolean ask = last == null || last.failed() || (last.isComplete() && now - askedAt >= nanos);
    if (ask) {
      askedAt = now;
      last = question.get();
    }
    return last;
  }
}
