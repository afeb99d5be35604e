package dev.otter.turn.relay;

import dev.otter.contract.config.RelayCount;
import java.time.Instant;

/**
 * How many relays are wanted for what they carry, between a least and a most. More as soon as they
 * are needed for a while; fewer, one after the other, when they are not needed for a longer while.
 * Used on one context.
 */
public final class RelayScaling {

  private static final long BITS_PER_MEGABIT = 1_000_000;

  private final RelayCount count;
  private int wanted;
  private Instant moreSince = Instant.MAX;
  private Instant fewerSince = Instant.MAX;

  /**
   * Makes it with the least.
   *
   * @param count the bounds, what one relay is for, and the delays
   */
  public RelayScaling(RelayCount count) {
    this.count = count;
    this.wanted = count.least();
  }

  /**
   * Works it out.
   *
   * @param load what all relays of this node carry together
   * @param now the time
   */
  public int wanted(RelayLoad load, Instant now) {
    int needed = Math.max(count.least(), Math.min(count.most(), needed(load)));
    moreSince = needed > wanted ? earlier(moreSince, now) : Instant.MAX;
    fewerSince = needed < wanted ? earlier(fewerSince, now) : Instant.MAX;
    if (!moreSince.isAfter(now.minus(count.upAfter()))) {
      wanted = needed;
      moreSince = Instant.MAX;
    } else if (!fewerSince.isAfter(now.minus(count.downAfter()))) {
      wanted--;
      fewerSince = now;
    }
    return wanted;
  }

  private int needed(RelayLoad load) {
    double byAllocations = (double) load.allocations() / count.allocations();
    double byRate = (double) load.bitsPerSecond() / (count.megabits() * BITS_PER_MEGABIT);
    return (int) Math.ceil(Math.max(byAllocations, byRate));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
