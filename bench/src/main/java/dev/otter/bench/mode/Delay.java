package dev.otter.bench.mode;

import dev.otter.bench.wire.Latencies;

/**
 * How long something took, in microseconds.
 *
 * @param p50 half of all took no longer
 * @param p99 99 of 100
 * @param p999 999 of 1,000
 */
public record Delay(double p50, double p99, double p999) {

  /** Of all durations that were recorded. */
  static Delay of(Latencies latencies) {
    return new Delay(
        latencies.quantileMicros(0.5),
        latencies.quantileMicros(0.99),
        latencies.quantileMicros(0.999));
  }
}
