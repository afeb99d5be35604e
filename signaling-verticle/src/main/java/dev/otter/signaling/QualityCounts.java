package dev.otter.signaling;

import java.util.concurrent.atomic.LongAdder;

/** What became of the quality reports that came to this node. Safe for any thread. */
final class QualityCounts {

  private final LongAdder kept = new LongAdder();
  private final LongAdder tooOften = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder failed = new LongAdder();

  /** One was kept. */
  void kept() {
    kept.increment();
  }

  /** One came too soon after another, and was passed over. */
  void tooOften() {
    tooOften.increment();
  }

  /** One was none. */
  void refused() {
    refused.increment();
  }

  /** One could not be kept. */
  void failed() {
    failed.increment();
  }

  long keptSoFar() {
    return kept.sum();
  }

  long tooOftenSoFar() {
    return tooOften.sum();
  }

  long refusedSoFar() {
    return refused.sum();
  }

  long failedSoFar() {
    return failed.sum();
  }
}
