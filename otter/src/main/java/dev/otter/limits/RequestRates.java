package dev.otter.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How often each source may ask: a token bucket for each, that holds two seconds' worth. What a
 * source asked of other nodes is taken from its bucket too, below zero if need be: it is paid back
 * before anything more is let through. Holds a source only until its bucket is full again. Safe for
 * any thread.
 */
final class RequestRates {

  /** So many sources are told apart; more share one bucket, until some have been quiet. */
  static final int MAX_SOURCES = 100_000;

  private static final String ALL_OTHERS = "others";
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long BURST_NANOS = 2 * NANOS_PER_SECOND;

  private final long slice;
  private final int maxSources;

  /** Until when the time of each source is taken; each request takes a slice of it. */
  private final Map<String, Long> takenUntil = new ConcurrentHashMap<>();

  /**
   * Makes full buckets.
   *
   * @param perSecond how many a second; 0 for no limit
   */
  RequestRates(int perSecond) {
    this(perSecond, MAX_SOURCES);
  }

  RequestRates(int perSecond, int maxSources) {
    this.slice = perSecond == 0 ? 0 : NANOS_PER_SECOND / perSecond;
    this.maxSources = maxSources;
  }

  /**
   * Takes one request.
   *
   * @return 0 when it is within the rate; otherwise nothing was taken, and this many nanoseconds
   *     must pass before there is a place for one
   */
  long take(String source, long now) {
    if (slice == 0) {
      return 0;
    }
    long[] wait = new long[1];
    takenUntil.compute(
        known(source),
        (key, taken) -> {
          long free = free(taken, now);
          wait[0] = Math.max(0, slice - free);
          return wait[0] > 0 ? taken : Long.valueOf(now - free + slice);
        });
    return wait[0];
  }

  /** Takes what other nodes have let through. */
  void takeElsewhere(String source, int requests, long now) {
    if (slice > 0) {
      takenUntil.compute(known(source), (key, taken) -> now - free(taken, now) + requests * slice);
    }
  }

  /** Forgets the sources whose buckets are full. */
  void sweep(long now) {
    takenUntil.values().removeIf(taken -> now - taken >= BURST_NANOS);
  }

  /** How many sources are held. */
  int size() {
    return takenUntil.size();
  }

  private String known(String source) {
    return takenUntil.size() < maxSources || takenUntil.containsKey(source) ? source : ALL_OTHERS;
  }

  /** Differences only: the clock's figure may overflow. */
  private static long free(Long taken, long now) {
    return taken == null ? BURST_NANOS : Math.min(now - taken, BURST_NANOS);
  }
}
