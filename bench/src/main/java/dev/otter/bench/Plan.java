package dev.otter.bench;

import dev.otter.bench.mode.Mode;
import dev.otter.bench.mode.Modes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is run, and for how long.
 *
 * @param name what reports call it
 * @param modes the loads that each round runs
 * @param rounds how often everything is measured
 * @param warmUp how long each load runs on each server at a time before anything counts; 0 for not
 *     at all
 * @param mostWarmUps how often it runs at most, while the server still gets faster
 * @param measure how long one measurement takes
 * @param rooms rooms that each server gets for these loads
 * @param idle the load that wants a fresh server; empty to leave it out
 * @param idleWarmUp how long that fresh server is warmed up
 * @param bound when this time is over, nothing new is begun
 */
public record Plan(
    String name,
    List<Mode> modes,
    int rounds,
    Duration warmUp,
    int mostWarmUps,
    Duration measure,
    int rooms,
    Optional<Mode> idle,
    Duration idleWarmUp,
    Duration bound) {

  /**
   * The same plan with some of its loads.
   *
   * @param beginnings what their names begin with
   */
  public Plan only(List<String> beginnings) {
    Predicate<Mode> wanted = mode -> beginnings.stream().anyMatch(mode.name()::startsWith);
    List<Mode> some = modes.stream().filter(wanted).toList();
    if (some.isEmpty() && idle.filter(wanted).isEmpty()) {
      throw new IllegalArgumentException("no load begins with any of " + beginnings);
    }
    return new Plan(
        name,
        some,
        rounds,
        warmUp,
        mostWarmUps,
        measure,
        rooms,
        idle.filter(wanted),
        idleWarmUp,
        bound);
  }

  /** What {@code make bench} runs: about twenty minutes with four servers. */
  public static Plan full() {
    return new Plan(
        "full",
        Modes.repeatable(128, 16, 500),
        5,
        Duration.ofSeconds(4),
        12,
        Duration.ofSeconds(3),
        2_000,
        Optional.of(Modes.idle(10_000, Duration.ofMillis(1_500))),
        Duration.ofSeconds(4),
        Duration.ofMinutes(30));
  }

  /** What {@code make bench QUICK=1} runs: under three minutes with four servers. */
  public static Plan quick() {
    return new Plan(
        "quick",
        Modes.repeatable(128, 16, 500),
        2,
        Duration.ofMillis(1_200),
        1,
        Duration.ofMillis(800),
        2_000,
        Optional.of(Modes.idle(4_000, Duration.ofSeconds(1))),
        Duration.ofSeconds(1),
        Duration.ofSeconds(165));
  }

  /** Every load once and small, to see that it runs and loses nothing; its figures mean nothing. */
  public static Plan smoke() {
    return new Plan(
        "smoke",
        Modes.repeatable(8, 2, 20),
        1,
        Duration.ZERO,
        0,
        Duration.ofMillis(200),
        200,
        Optional.of(Modes.idle(40, Duration.ofMillis(50))),
        Duration.ofMillis(200),
        Duration.ofMinutes(3));
  }
}
