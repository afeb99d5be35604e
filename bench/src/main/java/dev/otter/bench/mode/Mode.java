package dev.otter.bench.mode;

import dev.otter.bench.target.Target;
import dev.otter.bench.wire.Loop;

/** One kind of load. A run leaves nothing open. */
public interface Mode {

  /** What reports call it. */
  String name();

  /** What it counts, in the plural. */
  String unit();

  /**
   * Loads a server for a time. Blocking.
   *
   * @param loop serves the sockets
   * @param target the server
   * @param nanos how long to measure
   */
  Sample run(Loop loop, Target target, long nanos);
}
