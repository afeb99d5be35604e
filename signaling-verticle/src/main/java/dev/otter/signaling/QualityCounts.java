package dev.otter.signaling;

import dev.otter.contract.quality.PeerQuality;
import dev.otter.contract.quality.QualityReport;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What became of the quality reports that came to this node. Safe for any thread. */
final class QualityCounts {

  private final LongAdder kept = new LongAdder();
  private final LongAdder tooOften = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Mean loss = new Mean();
  private final Mean roundTrip = new Mean();

  /** What was reported since it was asked for last. */
  private static final class Mean {
    private final DoubleAdder sum = new DoubleAdder();
    private final LongAdder count = new LongAdder();

    void add(Double value) {
      if (value != null) {
        sum.add(value);
        count.increment();
      }
    }

    Double take() {
      long values = count.sumThenReset();
      double total = sum.sumThenReset();
      return values == 0 ? null : total / values;
    }
  }

  /** One says how good a call is. */
  void says(QualityReport report) {
    for (PeerQuality peer : report.peers()) {
      loss.add(peer.lossPercent());
      roundTrip.add(peer.roundTripMs());
    }
  }

  /** The mean loss since the call before, in percent; null where none was reported. */
  Double takeLossPercent() {
    return loss.take();
  }

  /** The mean round trip since the call before, in milliseconds; null where none was reported. */
  Double takeRoundTripMs() {
    return roundTrip.take();
  }

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
