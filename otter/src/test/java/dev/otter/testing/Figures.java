package dev.otter.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The same thing measured several times, in milliseconds. */
public final class Figures {

  private static final double MEDIAN = 0.5;
  private static final double P95 = 0.95;

  private final List<Long> millis = new ArrayList<>();

  /**
   * How often a test that measures shall do it: {@code -Dotter.repeats}, else as often as it says.
   */
  public static int repeats(int otherwise) {
    return Integer.getInteger("otter.repeats", otherwise);
  }

  /** Adds one. */
  public void add(long one) {
    millis.add(one);
  }

  /** How many there are. */
  public int count() {
    return millis.size();
  }

  private long at(double share) {
    List<Long> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  @Override
  public String toString() {
    return "%d times: least %d ms, median %d ms, p95 %d ms, most %d ms"
        .formatted(
            millis.size(), Collections.min(millis), at(MEDIAN), at(P95), Collections.max(millis));
  }
}
