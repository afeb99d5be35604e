package dev.otter.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** What a {@link V1Client} remembers of when what came. Any thread may ask. */
final class V1Arrivals {

  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final List<Long> returnsMs = new CopyOnWriteArrayList<>();
  private volatile long heardAtNanos = System.nanoTime();
  private long comingSince;

  /** A text came. */
  void onText(String type) {
    heardAtNanos = System.nanoTime();
    counts.merge(type, 1, Integer::sum);
  }

  /** How many texts of a type came. */
  int count(String type) {
    return counts.getOrDefault(type, 0);
  }

  /** Whether nothing came for so long; if so, the time begins anew. */
  boolean isSilentFor(long nanos) {
    boolean silent = System.nanoTime() - heardAtNanos > nanos;
    if (silent) {
      heardAtNanos = System.nanoTime();
    }
    return silent;
  }

  /** The client will set out for its way back. */
  void onLeaving(long afterMs) {
    comingSince = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(afterMs);
  }

  /** The client is back. */
  void onBack() {
    returnsMs.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - comingSince));
  }

  /** How long each way back took, in milliseconds. */
  List<Long> returnsMs() {
    return List.copyOf(returnsMs);
  }
}
