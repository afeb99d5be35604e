package dev.otter.bench.report;

/**
 * The values of one figure over the rounds.
 *
 * @param sorted from the least to the greatest; none when nothing was measured
 */
record Spread(double[] sorted) {

  double median() {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double least() {
    return sorted[0];
  }

  double greatest() {
    return sorted[sorted.length - 1];
  }
}
