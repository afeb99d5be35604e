package dev.otter.turn.sessions;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may not relay any more, though a credential of theirs may still be good. Each is kept until
 * the last credential has ended. Used on one context.
 */
public final class RelayBans {

  /** More are forgotten, the oldest first. */
  static final int MOST = 10_000;

  private final long keptNanos;
  private final Map<String, Long> since = new LinkedHashMap<>();

  /**
   * Makes an empty list.
   *
   * @param kept how long each is kept
   */
  public RelayBans(Duration kept) {
    this.keptNanos = kept.toNanos();
  }

  /** Notes a participant, from now. */
  public void add(String participant, long nowNanos) {
    // At the end again, as its time begins anew.
    since.remove(participant);
    since.put(participant, nowNanos);
    if (since.size() > MOST) {
      since.remove(since.keySet().iterator().next());
    }
  }

  /** Whether a participant may not relay. */
  public boolean holds(String participant) {
    return since.containsKey(participant);
  }

  /** Forgets those whose last credential has ended. */
  public void sweep(long nowNanos) {
    since.values().removeIf(from -> nowNanos - from > keptNanos);
  }
}
