package dev.otter.store;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * What the store says of itself (docs/metrics.md): how long it takes, what waits for it, and how
 * often it failed. Nothing is timed before it is bound. Safe for any thread.
 */
final class StoreMetrics implements MeterBinder {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final StoreHealth health;
  private final LongAdder reading = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final IntSupplier writing;
  private volatile Timers timers;

  /** The three that are timed. */
  private record Timers(Timer writes, Timer reads, Timer commits) {}

  /**
   * Makes them, unbound.
   *
   * @param health whether the store answers
   * @param writing how many writes wait
   */
  StoreMetrics(StoreHealth health, IntSupplier writing) {
    this.health = health;
    this.writing = writing;
  }

  /** One waits for an answer to a read. */
  void readBegins() {
    reading.increment();
  }

  /** It has one, or a failure. */
  void readEnds(long beganNanos) {
    reading.decrement();
    Timers bound = timers;
    if (bound != null) {
      bound.reads.record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS);
    }
  }

  /** A write is on the disk. */
  void written(long beganNanos) {
    Timers bound = timers;
    if (bound != null) {
      bound.writes.record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS);
    }
  }

  /** A transaction is. */
  void committed(long beganNanos) {
    Timers bound = timers;
    if (bound != null) {
      bound.commits.record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS);
    }
  }

  /** A read or a write failed. */
  void failed() {
    failures.increment();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("otter.store.up", health, each -> each.standing().away() ? 0 : 1)
        .description("1 while the store answers")
        .register(registry);
    Gauge.builder("otter.store.writes.waiting", writing::getAsInt)
        .description("Writes that wait for their turn")
        .register(registry);
    Gauge.builder("otter.store.reads.waiting", reading, LongAdder::sum)
        .description("Reads that have no answer yet")
        .register(registry);
    FunctionCounter.builder("otter.store.failures", failures, LongAdder::sum)
        .description("Reads and writes that failed")
        .register(registry);
    timers =
        new Timers(
            timer(registry, "otter.store.writes", "Writes, and how long until they were on disk"),
            timer(registry, "otter.store.reads", "Reads, and how long until they were answered"),
            timer(registry, "otter.store.commits", "Transactions, and how long each took"));
  }

  private static Timer timer(MeterRegistry registry, String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
