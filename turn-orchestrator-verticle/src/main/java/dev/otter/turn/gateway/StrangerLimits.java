package dev.otter.turn.gateway;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often requests that prove nothing are answered: per address, and in all, as an address can be
 * made up. Remembers a bounded number of addresses and forgets the one unheard of for longest. Used
 * on one thread.
 */
final class StrangerLimits {

  /** How many addresses are remembered. */
  static final int REMEMBERED = 10_000;

  private static final int BURST_SECONDS = 4;

  private final int perSecond;
  private final Bucket all;
  private final LongSupplier nanoTime;
  private final Map<InetAddress, Bucket> byAddress =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Bucket> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * Makes limits.
   *
   * @param limits how often
   * @param nanoTime as {@link System#nanoTime}
   */
  StrangerLimits(GatewayLimits limits, LongSupplier nanoTime) {
    this.perSecond = limits.strangersPerSecond();
    this.all = new Bucket(limits.strangersInAll(), nanoTime.getAsLong());
    this.nanoTime = nanoTime;
  }

  /** Takes one answer of an address's share; false when it has none left. */
  boolean take(InetAddress address) {
    long now = nanoTime.getAsLong();
    Bucket own = byAddress.computeIfAbsent(address, unused -> new Bucket(perSecond, now));
    return own.has(now) && all.has(now) && own.take() && all.take();
  }

  /** How many addresses are remembered now. */
  int remembered() {
    return byAddress.size();
  }

  private static final class Bucket {

    private final int perSecond;
    private double left;
    private long filledAt;

    Bucket(int perSecond, long now) {
      this.perSecond = perSecond;
      this.left = (double) perSecond * BURST_SECONDS;
      this.filledAt = now;
    }

    boolean has(long now) {
      double seconds = (double) (now - filledAt) / TimeUnit.SECONDS.toNanos(1);
      left = Math.min((double) perSecond * BURST_SECONDS, left + seconds * perSecond);
      filledAt = now;
      return left >= 1;
    }

    boolean take() {
      left--;
      return true;
    }
  }
}
