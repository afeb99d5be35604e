package dev.otter.limits;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each address came with a key or token that is none of ours within {@link #WINDOW}. An
 * address that did so too often gets one attempt at a time, the next one after a delay that doubles
 * with each further failure. Safe for any thread.
 */
final class FailedAttempts {

  /** How long a failure counts. */
  static final Duration WINDOW = Duration.ofMinutes(30);

  /** So many addresses are remembered; the one that failed longest ago makes place. */
  static final int MAX_ADDRESSES = 50_000;

  /** The first delay, and the longest one. */
  static final Duration FIRST_DELAY = Duration.ofMillis(100);

  static final Duration LONGEST_DELAY = Duration.ofSeconds(25);

  /** So many doublings lead from the first delay over the longest. */
  private static final int DOUBLINGS = 8;

  private final int allowed;
  private final int maxAddresses;
  private final Map<String, Address> addresses = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Makes an empty count.
   *
   * @param allowed how many failures pass without a delay; 0 for no limit
   */
  FailedAttempts(int allowed) {
    this(allowed, MAX_ADDRESSES);
  }

  FailedAttempts(int allowed, int maxAddresses) {
    this.allowed = allowed;
    this.maxAddresses = maxAddresses;
  }

  /** What is known of one address: when it failed, and when it may try again. */
  private static final class Address {
    private final Deque<Long> failures = new ArrayDeque<>();
    private long next;

    private Address(long now) {
      next = now;
    }
  }

  /** Whether an address has failed so often that it is slowed. */
  synchronized boolean slows(String address, long now) {
    Address known = addresses.get(address);
    return known != null && delay(known, now) > 0;
  }

  /**
   * Asks for an attempt, and takes it if it comes soon enough.
   *
   * @param longestWait up to how many nanoseconds the asker would wait for its turn
   * @return after how many nanoseconds the attempt may be made; when that is longer than {@code
   *     longestWait}, none is taken
   */
  synchronized long take(String address, long now, long longestWait) {
    Address known = addresses.get(address);
    long delay = known == null ? 0 : delay(known, now);
    if (delay == 0) {
      return 0;
    }
    long wait = Math.max(0, known.next - now);
    if (wait <= longestWait) {
      known.next = now + wait + delay;
    }
    return wait;
  }

  /** Counts failures of an address, here or on another node. */
  synchronized void failed(String address, int times, long now) {
    if (allowed == 0) {
      return;
    }
    Address known = addresses.computeIfAbsent(address, each -> new Address(now));
    for (int i = 0; i < times; i++) {
      known.failures.addLast(now);
      if (known.failures.size() > allowed + DOUBLINGS) {
        known.failures.removeFirst();
      }
    }
    long delay = delay(known, now);
    if (delay > 0) {
      known.next = known.next - now > delay ? known.next : now + delay;
    }
    if (addresses.size() > maxAddresses) {
      Iterator<String> oldest = addresses.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Forgets what no longer counts. */
  synchronized void sweep(long now) {
    addresses
        .values()
        .removeIf(
            each -> {
              forgetOld(each, now);
              return each.failures.isEmpty();
            });
  }

  /** How many addresses are remembered. */
  synchronized int size() {
    return addresses.size();
  }

  private long delay(Address known, long now) {
    forgetOld(known, now);
    int over = known.failures.size() - allowed;
    return over < 0
        ? 0
        : Math.min(FIRST_DELAY.toNanos() << Math.min(over, DOUBLINGS), LONGEST_DELAY.toNanos());
  }

  private static void forgetOld(Address known, long now) {
    while (!known.failures.isEmpty() && now - known.failures.peekFirst() > WINDOW.toNanos()) {
      known.failures.removeFirst();
    }
  }
}
