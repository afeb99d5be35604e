package dev.otter.bench;

import dev.otter.bench.mode.Mode;
import dev.otter.bench.mode.Sample;
import dev.otter.bench.target.Launch;
import dev.otter.bench.target.Target;
import dev.otter.bench.wire.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Runs a plan. The calling thread is the one that generates the load. */
public final class Benchmark {

  /** What a round leaves for each server's idle load, and for what is left of the round. */
  /** What counts as having become faster, and how often in a row it must not have. */
  private static final double GAIN = 1.03;

  private static final int SETTLED = 2;
  private static final Duration FOR_IDLE = Duration.ofSeconds(20);

  private final Plan plan;
  private final Launch launch;
  private final Consumer<String> progress;
  private final List<Sample> samples = new ArrayList<>();
  private final long begun = System.nanoTime();

  /**
   * A benchmark that has not run.
   *
   * @param plan what is run
   * @param launch starts the servers
   * @param progress takes lines that say what is going on
   */
  public Benchmark(Plan plan, Launch launch, Consumer<String> progress) {
    this.plan = plan;
    this.launch = launch;
    this.progress = progress;
  }

  /**
   * Runs everything that there is time for. Blocking; no server is left when it returns or throws.
   *
   * @param names the servers
   * @return one sample for each measurement
   */
  public List<Sample> run(List<String> names) {
    try (Loop loop = new Loop()) {
      runRounds(loop, names);
      plan.idle().ifPresent(idle -> names.forEach(name -> runIdle(loop, name, idle)));
    }
    return List.copyOf(samples);
  }

  private void runIdle(Loop loop, String name, Mode idle) {
    if (isLate(Duration.ZERO)) {
      progress.accept("no time left for " + idle.name() + " with " + name);
      return;
    }
    try (Target target = launch.start(name)) {
      measure(loop, target, idle, plan.idleWarmUp());
    }
  }

  private void runRounds(Loop loop, List<String> names) {
    List<Target> targets = new ArrayList<>();
    try {
      for (String name : names) {
        Target target = launch.start(name);
        targets.add(target);
        target.prepareRooms(plan.rooms());
      }
      warmUp(loop, targets);
      Duration reserve = FOR_IDLE.multipliedBy(targets.size());
      for (int round = 1; round <= plan.rounds(); round++) {
        if (round > 1 && isLate(reserve)) {
          progress.accept("no time left for round " + round);
          return;
        }
        progress.accept("round " + round + " of " + plan.rounds());
        for (Mode mode : plan.modes()) {
          targets.forEach(target -> measure(loop, target, mode, plan.measure()));
        }
        // Another server goes first in the next round.
        Collections.rotate(targets, -1);
      }
    } finally {
      targets.forEach(Target::close);
    }
  }

  private void warmUp(Loop loop, List<Target> targets) {
    if (plan.warmUp().isZero()) {
      return;
    }
    for (Mode mode : plan.modes()) {
      progress.accept("warming up " + mode.name());
      targets.forEach(target -> warmUp(loop, target, mode));
    }
  }

  /** Until it gets no faster: compilers of different servers take their different times. */
  private void warmUp(Loop loop, Target target, Mode mode) {
    double best = 0;
    int withoutGain = 0;
    for (int i = 0; i < plan.mostWarmUps() && withoutGain < SETTLED; i++) {
      double now = mode.run(loop, target, plan.warmUp().toNanos()).perServerSecond();
      withoutGain = now > best * GAIN ? 0 : withoutGain + 1;
      best = Math.max(best, now);
    }
  }

  private boolean isLate(Duration reserve) {
    return System.nanoTime() - begun > plan.bound().minus(reserve).toNanos();
  }

  private void measure(Loop loop, Target target, Mode mode, Duration time) {
    Sample sample = mode.run(loop, target, time.toNanos());
    samples.add(sample);
    progress.accept(
        String.format(
            "  %-14s %-10s %,12.0f %s per CPU-second%s",
            sample.mode(),
            sample.target(),
            sample.perServerSecond(),
            mode.unit(),
            sample.integrity().isClean() ? "" : "  " + sample.integrity()));
    if (!target.server().isRunning()) {
      throw new IllegalStateException(target.name() + " ended during " + mode.name());
    }
  }
}
