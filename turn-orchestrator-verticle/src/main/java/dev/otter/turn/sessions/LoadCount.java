package dev.otter.turn.sessions;

import dev.otter.turn.coturn.TurnSession;
import dev.otter.turn.relay.RelayLoad;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The load of one relay, from what its console says again and again. CoTURN counts a session's
 * bytes every 4,096 packets, so the rate is smoothed over about a minute. Used on one context.
 */
final class LoadCount {

  private static final double SMOOTHED_SECONDS = 60;
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private Map<String, Long> bytes = new HashMap<>();
  private boolean first = true;
  private double bitsPerSecond;
  private long lastNanos;

  /**
   * Makes a count that knows of nothing.
   *
   * @param nowNanos the time
   */
  LoadCount(long nowNanos) {
    lastNanos = nowNanos;
  }

  /**
   * Takes what the console says.
   *
   * @return the bytes that were relayed since the last time
   */
  long take(List<TurnSession> sessions, long nowNanos) {
    Map<String, Long> current = new HashMap<>();
    long more = 0;
    for (TurnSession session : sessions) {
      current.put(session.id(), session.bytes());
      more += Math.max(0, session.bytes() - bytes.getOrDefault(session.id(), 0L));
    }
    bytes = current;
    if (first) {
      // Of a relay that was found running: that is history, and no load.
      first = false;
      more = 0;
    }
    double seconds = Math.max(0.001, (nowNanos - lastNanos) / NANOS_PER_SECOND);
    lastNanos = nowNanos;
    double weight = 1 - Math.exp(-seconds / SMOOTHED_SECONDS);
    bitsPerSecond += weight * (more * 8 / seconds - bitsPerSecond);
    return more;
  }

  RelayLoad load() {
    return new RelayLoad(bytes.size(), Math.round(bitsPerSecond));
  }
}
