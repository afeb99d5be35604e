package dev.otter.signaling;

import java.time.Duration;

/**
 * When a node that stops sends which of its clients away: each has its slot, and the slots are
 * spread. Few clients are done quickly, many take no longer than they may.
 *
 * @param clients how many there are
 * @param spreadMs from the first slot's beginning to the last one's
 * @param withinMs how long a slot is: by its end the client should have gone
 * @param graceMs how much longer it may stay, for its way to the other node
 */
record DrainPlan(int clients, long spreadMs, long withinMs, long graceMs) {

  /** How many are sent away in a second at least, however few there are. */
  static final int CLIENTS_PER_SECOND = 50;

  private static final long WITHIN_MS = 1_000;
  private static final long GRACE_MS = 1_000;

  /** Makes a plan for so many clients, that takes {@code most} at most. */
  static DrainPlan of(int clients, Duration most) {
    long mostMs = most.toMillis();
    long withinMs = Math.min(WITHIN_MS, mostMs / 4);
    long graceMs = Math.min(GRACE_MS, mostMs / 4);
    long quickMs = 1_000L * clients / CLIENTS_PER_SECOND;
    return new DrainPlan(
        clients, Math.min(quickMs, mostMs - withinMs - graceMs), withinMs, graceMs);
  }

  /** How many slots have begun. */
  int begun(long elapsedMs) {
    return slotsBefore(elapsedMs);
  }

  /** How many slots are over, their grace included. */
  int over(long elapsedMs) {
    return slotsBefore(elapsedMs - withinMs - graceMs);
  }

  private int slotsBefore(long ms) {
    if (ms < 0) {
      return 0;
    }
    return ms >= spreadMs ? clients : (int) ((clients - 1L) * ms / spreadMs) + 1;
  }
}
