package dev.otter.contract.config;

import java.time.Duration;

/**
 * How a node that is stopped sends its clients to the others.
 *
 * @param seconds over how many seconds at most it spreads that, default {@value #DEFAULT_SECONDS};
 *     0 for all at once
 */
public record DrainConfig(int seconds) {

  /** Default of {@code drain.seconds}. */
  public static final int DEFAULT_SECONDS = 20;

  /** The longest drain: an hour. */
  public static final int MAX_SECONDS = 3_600;

  /** The name of the option. */
  static final String SECONDS = "drain.seconds";

  /**
   * Checks the section.
   *
   * @throws InvalidOptionException if it is negative or too long
   */
  public DrainConfig {
    if (seconds < 0 || seconds > MAX_SECONDS) {
      throw InvalidOptionException.expected(
          SECONDS, "0 (all at once) to " + MAX_SECONDS + " seconds", seconds);
    }
  }

  /** The same as a duration. */
  public Duration duration() {
    return Duration.ofSeconds(seconds);
  }
}
