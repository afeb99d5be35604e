package dev.otter.rooms;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Duration;

/**
 * Lets one node of the cluster do a periodic sweep, and the others skip it: who puts the sweep's
 * name into a distributed map has it until the entry expires. A node that dies in the middle is
 * followed by another one period later. Two sweeps at once do no harm, only work twice. Safe for
 * any thread.
 */
final class SweepLease {

  private static final String NAME = "otter.sweeps";

  private final AsyncMap<String, String> taken;

  private SweepLease(AsyncMap<String, String> taken) {
    this.taken = taken;
  }

  static Future<SweepLease> open(Vertx vertx) {
    return vertx.sharedData().<String, String>getAsyncMap(NAME).map(SweepLease::new);
  }

  /** Tells whether the sweep is this node's for now. */
  Future<Boolean> take(String sweep, Duration period) {
    // A little less than the period, so that whoever comes next in time finds it free.
    return taken
        .putIfAbsent(sweep, "taken", period.toMillis() * 9 / 10)
        .map(other -> other == null);
  }
}
