package dev.otter.bench.mode;

import dev.otter.bench.target.Integrity;

/**
 * The result of one run.
 *
 * @param mode which load
 * @param target which server
 * @param count messages, set-ups or calls that were completed in the measured time
 * @param usage the measured time
 * @param delay how long one took
 * @param residentBytes memory of the server at the end
 * @param bytesPerConnection memory that an idle connection took; 0 where that is not measured
 * @param integrity what went wrong, also outside the measured time
 */
public record Sample(
    String mode,
    String target,
    long count,
    Usage usage,
    Delay delay,
    long residentBytes,
    double bytesPerConnection,
    Integrity integrity) {

  /** How many per second of the server's CPU time. */
  public double perServerSecond() {
    return count / Math.max(usage.server(), 0.01);
  }

  /** How many per second of wall time. */
  public double perSecond() {
    return count / usage.wall();
  }
}
