package dev.otter.contract.config;

import java.time.Duration;
import java.util.Objects;

/**
 * How many relays a node keeps running.
 *
 * @param least so many are always there, default {@value #DEFAULT_LEAST}
 * @param most so many at most, when there is much to relay; as many as {@code least} means never
 *     more
 * @param allocations one relay is for so many allocations, default {@value #DEFAULT_ALLOCATIONS}; a
 *     participant whose connection is relayed has one
 * @param megabits one relay is for so many Mbit/s, both ways together, default {@value
 *     #DEFAULT_MEGABITS}
 * @param upAfter so long more must be needed before one more is launched
 * @param downAfter so long fewer must be enough before one is drained
 */
public record RelayCount(
    int least, int most, int allocations, int megabits, Duration upAfter, Duration downAfter) {

  /** Default of {@code turn.relays}. */
  public static final int DEFAULT_LEAST = 1;

  /** Default of {@code turn.allocationsPerRelay}. */
  public static final int DEFAULT_ALLOCATIONS = 200;

  /** Default of {@code turn.megabitsPerRelay}. */
  public static final int DEFAULT_MEGABITS = 500;

  /** Default of {@code turn.scaleUpSeconds}. */
  public static final int DEFAULT_UP_SECONDS = 10;

  /** Default of {@code turn.scaleDownSeconds}. */
  public static final int DEFAULT_DOWN_SECONDS = 600;

  /** Most relays of one node. */
  public static final int MOST = 16;

  /** What is kept running when nothing is configured. */
  public static final RelayCount DEFAULT = fixed(DEFAULT_LEAST);

  /**
   * Checks the values.
   *
   * @throws InvalidOptionException naming the option that has an impossible value
   */
  public RelayCount {
    if (least < 0 || least > MOST) {
      throw InvalidOptionException.expected("turn.relays", "between 0 and " + MOST, least);
    }
    if (most < least || most > MOST) {
      throw InvalidOptionException.expected(
          "turn.maxRelays", "between turn.relays (" + least + ") and " + MOST, most);
    }
    if (allocations < 1 || allocations > RelaysConfig.PORTS_PER_RELAY) {
      throw InvalidOptionException.expected(
          "turn.allocationsPerRelay", "between 1 and " + RelaysConfig.PORTS_PER_RELAY, allocations);
    }
    if (megabits < 1) {
      throw InvalidOptionException.expected("turn.megabitsPerRelay", "at least 1", megabits);
    }
    Objects.requireNonNull(upAfter, "upAfter");
    Objects.requireNonNull(downAfter, "downAfter");
  }

  /** Always so many. */
  public static RelayCount fixed(int count) {
    return new RelayCount(
        count,
        count,
        DEFAULT_ALLOCATIONS,
        DEFAULT_MEGABITS,
        Duration.ofSeconds(DEFAULT_UP_SECONDS),
        Duration.ofSeconds(DEFAULT_DOWN_SECONDS));
  }
}
