package dev.otter.bench.wire;

import java.util.Arrays;

/**
 * Durations, counted in steps of at most 3 %: recording one costs a few nanoseconds, however many
 * there are. Used by one thread.
 */
public final class Latencies {

  /** Steps per doubling are two to this power. */
  private static final int STEP_BITS = 5;

  private static final int STEPS = 1 << STEP_BITS;

  private final long[] counts = new long[(Long.SIZE - STEP_BITS) * STEPS];
  private long total;

  /** Counts one duration. */
  public void record(long nanos) {
    counts[index(Math.max(nanos, 0))]++;
    total++;
  }

  /** How many durations were counted. */
  public long count() {
    return total;
  }

  /** Forgets everything. */
  public void clear() {
    Arrays.fill(counts, 0);
    total = 0;
  }

  /**
   * The duration that a share of all does not exceed.
   *
   * @param share from 0 to 1, such as 0.99
   * @return in microseconds; 0 when nothing was counted
   */
  public double quantileMicros(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * total));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return upperBound(i) / 1_000.0;
      }
    }
    return 0;
  }

  private static int index(long nanos) {
    if (nanos < STEPS) {
      return (int) nanos;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - STEP_BITS;
    return (shift + 1) * STEPS + (int) ((nanos >>> shift) - STEPS);
  }

  private static long upperBound(int index) {
    if (index < STEPS) {
      return index;
    }
    int shift = index / STEPS - 1;
    return ((long) (STEPS + index % STEPS + 1) << shift) - 1;
  }
}
