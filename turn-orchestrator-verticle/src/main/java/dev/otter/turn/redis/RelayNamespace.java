package dev.otter.turn.redis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What one relay keeps behind the door: texts, some of which have an end. Nobody else's keys are in
 * it. Used on one context.
 */
final class RelayNamespace {

  /** So many keys; a relay has at most 512 allocations, and a status for each. */
  static final int MOST_KEYS = 1_024;

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final LongSupplier nanoTime;

  /** How many connections of the relay's tell of sessions. */
  private int telling;

  RelayNamespace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Keeps a text.
   *
   * @param seconds how long; 0 for ever
   * @return whether there was room
   */
  boolean put(String key, String value, long seconds) {
    if (entries.size() >= MOST_KEYS && !entries.containsKey(key)) {
      sweep();
      if (entries.size() >= MOST_KEYS) {
        return false;
      }
    }
    entries.put(key, new Entry(value, seconds > 0 ? end(seconds) : null));
    return true;
  }

  Optional<String> get(String key) {
    return live(key).map(Entry::value);
  }

  boolean remove(String key) {
    boolean wasThere = live(key).isPresent();
    entries.remove(key);
    return wasThere;
  }

  List<String> keys(GlobPattern pattern) {
    sweep();
    return entries.keySet().stream().filter(pattern::matches).toList();
  }

  /** Gives a key an end; whether it is there. */
  boolean expire(String key, long seconds) {
    if (seconds <= 0) {
      return remove(key);
    }
    Optional<Entry> entry = live(key);
    entry.ifPresent(there -> entries.put(key, new Entry(there.value, end(seconds))));
    return entry.isPresent();
  }

  /** Seconds to the end of a key, -1 where it has none, -2 where there is no such key. */
  long secondsLeft(String key) {
    Optional<Entry> entry = live(key);
    if (entry.isEmpty()) {
      return -2;
    }
    Long end = entry.get().endNanos;
    return end == null
        ? -1
        : TimeUnit.NANOSECONDS.toSeconds(end - nanoTime.getAsLong() + 500_000_000);
  }

  int size() {
    sweep();
    return entries.size();
  }

  void beginsTelling() {
    telling++;
  }

  /** Whether this was the last connection of the relay that told of sessions. */
  boolean endsTelling() {
    return --telling == 0;
  }

  private long end(long seconds) {
    return nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(seconds);
  }

  private Optional<Entry> live(String key) {
    long now = nanoTime.getAsLong();
    return Optional.ofNullable(entries.get(key)).filter(entry -> !entry.isOver(now));
  }

  private void sweep() {
    long now = nanoTime.getAsLong();
    entries.values().removeIf(entry -> entry.isOver(now));
  }

  private record Entry(String value, Long endNanos) {
    boolean isOver(long now) {
      return endNanos != null && endNanos - now <= 0;
    }
  }
}
