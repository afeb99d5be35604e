package dev.otter.signaling;

import dev.otter.contract.config.DeadlinesConfig;
import dev.otter.contract.config.LimitsConfig;
import java.util.concurrent.TimeUnit;

/**
 * How long clients may be silent. They are looked at, and pinged, at every quarter of the limit;
 * who was silent for three of them by then is sent away. So the limit holds at the worst moment
 * too.
 *
 * @param pingPeriodMs how often they are looked at
 * @param maxMs how long one may have been silent then
 */
record Silence(long pingPeriodMs, long maxMs) {

  static Silence of(LimitsConfig limits) {
    int seconds = limits.deadlines().silenceSeconds();
    if (seconds == 0) {
      return new Silence(
          TimeUnit.SECONDS.toMillis(DeadlinesConfig.DEFAULT_SILENCE_SECONDS) / 4, Long.MAX_VALUE);
    }
    long quarterMs = TimeUnit.SECONDS.toMillis(seconds) / 4;
    return new Silence(quarterMs, 3 * quarterMs);
  }
}
