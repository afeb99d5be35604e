package dev.otter.turn.redis;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the Redis door of a node says of itself (docs/metrics.md), all 0 where there is none. No
 * name is in a label.
 */
public final class RedisMetrics implements MeterBinder {

  private final RedisCounts counts = new RedisCounts();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger keys = new AtomicInteger();

  RedisCounts counts() {
    return counts;
  }

  /** So many connections there are now. */
  void connections(int now) {
    connections.set(now);
  }

  /** So many keys all relays keep now. */
  void keys(int now) {
    keys.set(now);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("otter.redis.connections", connections, AtomicInteger::get)
        .description("Connections of relays and operators")
        .register(registry);
    Gauge.builder("otter.redis.keys", keys, AtomicInteger::get)
        .description("Keys that relays keep: a status for each of their sessions")
        .register(registry);
    counter(registry, "otter.redis.commands", counts.commands(), "Commands that came");
    counter(registry, "otter.redis.refused", counts.refused(), "Connections that the door ended");
    counter(registry, "otter.redis.dropped", counts.dropped(), "Messages not told to operators");
    counter(registry, "otter.redis.relayed.bytes", counts.relayed(), "Bytes of ended sessions");
  }

  private static void counter(
      MeterRegistry registry, String name, LongAdder count, String description) {
    FunctionCounter.builder(name, count, LongAdder::sum)
        .description(description)
        .register(registry);
  }
}
