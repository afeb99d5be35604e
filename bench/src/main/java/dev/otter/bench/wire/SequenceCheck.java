package dev.otter.bench.wire;

import java.util.HashSet;
import java.util.Set;

/**
 * Judges the numbers of one sender's messages as they arrive at one receiver: 0, 1, 2 and so on,
 * each once. Used by one thread.
 */
public final class SequenceCheck {

  private final Set<Integer> missing = new HashSet<>();
  private int expected;
  private long duplicated;
  private long reordered;

  /** Takes the next number that arrived. */
  public void accept(int number) {
    if (number == expected) {
      expected++;
    } else {
      acceptUnexpected(number);
    }
  }

  private void acceptUnexpected(int number) {
    if (number < expected) {
      if (missing.remove(number)) {
        reordered++;
      } else {
        duplicated++;
      }
      return;
    }
    for (int skipped = expected; skipped < number; skipped++) {
      missing.add(skipped);
    }
    expected = number + 1;
  }

  /** The number that should come next: one above the highest seen. */
  public int expected() {
    return expected;
  }

  /**
   * How many messages never came.
   *
   * @param sent how many were sent
   */
  public long lost(int sent) {
    return (long) missing.size() + sent - expected;
  }

  /** How many came that had come before. */
  public long duplicated() {
    return duplicated;
  }

  /** How many came after a later one. */
  public long reordered() {
    return reordered;
  }
}
