package dev.otter.turn.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the gateway of a node says of itself (docs/metrics.md), all 0 where there is none. No
 * address and no user is in a label.
 */
public final class GatewayMetrics implements MeterBinder {

  private static final Duration[] MOVE_BUCKETS = {
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

  private final GatewayCounts counts = new GatewayCounts();

  /** Where one gateway counts. */
  GatewayCounts counts() {
    return counts;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("otter.gateway.sessions", counts, GatewayCounts::sessions)
        .description("Relayed sessions that the gateway holds")
        .register(registry);
    Gauge.builder("otter.gateway.sessions.elsewhere", counts, GatewayCounts::elsewhere)
        .description("Relayed sessions of other nodes that this one could go on with")
        .register(registry);
    for (DropReason reason : DropReason.values()) {
      FunctionCounter.builder("otter.gateway.drops", counts.drops(reason), LongAdder::sum)
          .description("Datagrams that went no further, by reason")
          .tag("reason", reason.label())
          .register(registry);
    }
    for (GatewayCounts.Way way : GatewayCounts.Way.values()) {
      String label = way.name().toLowerCase(Locale.ROOT).replace('_', '-');
      FunctionCounter.builder("otter.gateway.packets", counts.packets(way), LongAdder::sum)
          .description("Datagrams that went through the gateway, by way")
          .tag("way", label)
          .register(registry);
      FunctionCounter.builder("otter.gateway.bytes", counts.bytes(way), LongAdder::sum)
          .description("Their bytes")
          .tag("way", label)
          .register(registry);
    }
    Timer moves =
        Timer.builder("otter.gateway.moves")
            .description("Sessions that went to another relay, and how long that took")
            .serviceLevelObjectives(MOVE_BUCKETS)
            .register(registry);
    Counter lost =
        Counter.builder("otter.gateway.moves.failed")
            .description("Sessions that ended because no other relay took them")
            .register(registry);
    Timer takeOvers =
        Timer.builder("otter.gateway.takeovers")
            .description("Sessions that were taken over from a dead node, and how long that took")
            .serviceLevelObjectives(MOVE_BUCKETS)
            .register(registry);
    counts.onTakeOver(nanos -> takeOvers.record(nanos, TimeUnit.NANOSECONDS));
    counts.onMove(
        (nanos, moved) -> {
          if (moved) {
            moves.record(nanos, TimeUnit.NANOSECONDS);
          } else {
            lost.increment();
          }
        });
  }
}
