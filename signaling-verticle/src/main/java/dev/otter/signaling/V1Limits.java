package dev.otter.signaling;

import dev.otter.contract.config.LimitsConfig;
import java.time.Duration;

/**
 * What a client of {@code otter.v1} may do, and how long.
 *
 * @param limits the node's limits
 * @param resumeWindow how long it may come back after a break
 */
record V1Limits(LimitsConfig limits, Duration resumeWindow) {

  /** How long it may take to say who it is: without a limit, longer than any process lives. */
  Duration helloTimeout() {
    int seconds = limits.deadlines().helloSeconds();
    return seconds == 0 ? Duration.ofDays(3650) : Duration.ofSeconds(seconds);
  }

  /** How often it is pinged, and should ping, in milliseconds. */
  long heartbeatMs() {
    return Silence.of(limits).pingPeriodMs();
  }
}
