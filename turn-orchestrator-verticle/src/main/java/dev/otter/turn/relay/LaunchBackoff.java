package dev.otter.turn.relay;

import java.time.Duration;
import java.time.Instant;

/**
 * How long to wait before the next launch, after relays that did not last. The first failure is
 * made good at once, as a call may wait for it; each further one doubles the wait, up to a bound. A
 * relay that has been ready for a while clears the score. Used on one context.
 */
final class LaunchBackoff {

  /** A relay that was ready so long has shown that launching works. */
  static final Duration LASTING = Duration.ofSeconds(60);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final int MOST_DOUBLINGS = 6;

  private int failures;
  private Instant launchFrom = Instant.MIN;

  /** A relay failed. */
  void onFailure(Instant now) {
    failures++;
    if (failures > 1) {
      int doublings = Math.min(failures - 2, MOST_DOUBLINGS);
      Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
      launchFrom = now.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }
  }

  /** A relay has been ready for {@link #LASTING}. */
  void onLasting() {
    failures = 0;
    launchFrom = Instant.MIN;
  }

  /** No launch before this time. */
  Instant launchFrom() {
    return launchFrom;
  }
}
