package dev.otter.signaling;

import dev.otter.contract.config.LimitsConfig;
import java.time.Duration;

/**
 * What a client of {@code otter.v1} may do, and how long.
 *
 * @param limits the node's limits
 * @param resumeWindow how long it may come back after a break
 * @param helloTimeout how long it may take to say who it is
 */
record V1Limits(LimitsConfig limits, Duration resumeWindow, Duration helloTimeout) {

  /** What a node uses unless a test says otherwise. */
  static final Duration HELLO_TIMEOUT = Duration.ofSeconds(5);
}
