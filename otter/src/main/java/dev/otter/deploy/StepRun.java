package dev.otter.deploy;

import dev.otter.deploy.DeployStep.Change;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Carries out steps one by one, says each, and remembers what was done. Blocking. */
final class StepRun {

  private final PrintWriter out;
  private final List<DeployStep> done = new ArrayList<>();

  StepRun(PrintWriter out) {
    this.out = out;
  }

  /** Prints the steps and does none. */
  void show(List<DeployStep> steps) {
    steps.forEach(step -> out.println(line(step)));
    out.flush();
  }

  /**
   * Carries them out.
   *
   * @throws DeployException the first that a step throws, with the step's name before it
   */
  void run(List<DeployStep> steps) {
    for (DeployStep step : steps) {
      out.print(line(step));
      out.flush();
      long start = System.nanoTime();
      try {
        step.action().run();
      } catch (DeployException e) {
        out.println();
        out.flush();
        throw e;
      }
      done.add(step);
      out.println(step.isWork() ? String.format("  (%.1f s)", seconds(start)) : "");
      out.flush();
    }
  }

  /** The parts that are as they should be by now, in one line; empty where there are none. */
  String standing() {
    List<String> parts =
        done.stream()
            .filter(step -> step.change() != Change.REMOVE && step.change() != Change.WAIT)
            .map(DeployStep::part)
            .distinct()
            .toList();
    return String.join(", ", parts);
  }

  private static String line(DeployStep step) {
    return String.format("%-8s %-10s %s", step.change().word(), step.part(), step.what());
  }

  private static double seconds(long startNanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos) / 1000.0;
  }
}
