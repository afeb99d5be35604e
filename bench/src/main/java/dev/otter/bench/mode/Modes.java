package dev.otter.bench.mode;

import java.time.Duration;
import java.util.List;

/** Every kind of load, in the order of the tables. */
public final class Modes {

  private static final int RTT_BYTES = 300;
  private static final int LARGE_BYTES = 4096;
  private static final int WINDOW = 64;

  private Modes() {}

  /**
   * The loads that can follow each other on one server.
   *
   * @param pairs pairs that send each other one message at a time
   * @param floodPairs pairs that flood each other
   * @param storm clients of a storm
   */
  public static List<Mode> repeatable(int pairs, int floodPairs, int storm) {
    return List.of(
        new RelayMode("rtt 300 B", pairs, 1, RTT_BYTES),
        new RelayMode("rtt 4 KiB", pairs, 1, LARGE_BYTES),
        new RelayMode("flood 300 B", floodPairs, WINDOW, RTT_BYTES),
        new ConnectMode(),
        new StormMode(storm),
        new CallMode());
  }

  /**
   * The load that wants a fresh server.
   *
   * @param connections how many idle connections, an even number
   * @param settle how long a server is left alone before and after it collects its garbage
   */
  public static Mode idle(int connections, Duration settle) {
    return new IdleMode(connections, settle);
  }
}
