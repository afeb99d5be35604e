package dev.otter.turn;

import dev.otter.turn.relay.Relay;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RelayLoad;
import dev.otter.turn.relay.RelayState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a node says of its relays (docs/metrics.md). No name and no address is in a label. Written
 * on the orchestrator's context; read by any thread.
 */
public final class RelayMetrics implements MeterBinder {

  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong readyCount = new AtomicLong();
  private final AtomicLong readyMs = new AtomicLong();

  /** When those were launched that are not ready yet. */
  private final Map<RelayId, Instant> launched = new HashMap<>();

  private final Set<RelayId> seenFailed = new HashSet<>();
  private volatile List<Relay> relays = List.of();
  private volatile RelayLoad load = RelayLoad.NONE;
  private volatile int wanted;
  private volatile boolean waiting;

  /** A self-test is over. */
  void tested(boolean good) {
    (good ? passed : failed).incrementAndGet();
  }

  /** So many are wanted now, for this load. */
  void wanted(int count, RelayLoad now) {
    wanted = count;
    load = now;
  }

  /** Whether none is ready, for a reason. */
  void waiting(boolean now) {
    waiting = now;
  }

  /** So much was relayed since the last time. */
  void relayed(long moreBytes) {
    bytes.addAndGet(moreBytes);
  }

  /** These are the relays now. */
  public void relays(List<Relay> now) {
    for (Relay relay : now) {
      if (relay.state() == RelayState.STARTING) {
        launched.putIfAbsent(relay.id(), relay.since());
      } else if (relay.state() == RelayState.READY) {
        Instant from = launched.remove(relay.id());
        if (from != null) {
          readyCount.incrementAndGet();
          readyMs.addAndGet(Duration.between(from, relay.since()).toMillis());
        }
      } else if (relay.state() == RelayState.FAILED && seenFailed.add(relay.id())) {
        failures.incrementAndGet();
      }
    }
    Set<RelayId> ids = new HashSet<>();
    now.forEach(relay -> ids.add(relay.id()));
    launched.keySet().retainAll(ids);
    seenFailed.retainAll(ids);
    relays = now;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (RelayState state : RelayState.values()) {
      Gauge.builder("otter.relays", this, each -> each.count(state))
          .description("Relays that this node runs, by where they are in their lives")
          .tag("state", state.text())
          .register(registry);
    }
    Gauge.builder("otter.relays.wanted", this, each -> each.wanted)
        .description("Relays that this node wants ready")
        .register(registry);
    Gauge.builder("otter.relays.waiting", this, each -> each.waiting ? 1 : 0)
        .description("1 while this node wants relays, and has none ready for a reason")
        .register(registry);
    Gauge.builder("otter.relay.allocations", this, each -> each.load.allocations())
        .description("Allocations on the relays of this node")
        .register(registry);
    Gauge.builder("otter.relay.bits.per.second", this, each -> each.load.bitsPerSecond())
        .description("What the relays of this node relay, both ways together, over a minute")
        .register(registry);
    counter(registry, "otter.relay.bytes", bytes, "Bytes relayed, both ways together");
    counter(registry, "otter.relay.failures", failures, "Relays that died or failed a test");
    selfTests(registry, "passed", passed);
    selfTests(registry, "failed", failed);
    FunctionTimer.builder(
            "otter.relay.ready",
            this,
            each -> each.readyCount.get(),
            each -> each.readyMs.get(),
            TimeUnit.MILLISECONDS)
        .description("How long a relay took from its launch until it was handed out")
        .register(registry);
  }

  private long count(RelayState state) {
    return relays.stream().filter(relay -> relay.state() == state).count();
  }

  private static void selfTests(MeterRegistry registry, String result, AtomicLong count) {
    FunctionCounter.builder("otter.relay.self.tests", count, AtomicLong::get)
        .description("Self-tests of relays")
        .tag("result", result)
        .register(registry);
  }

  private static void counter(
      MeterRegistry registry, String name, AtomicLong count, String description) {
    FunctionCounter.builder(name, count, AtomicLong::get)
        .description(description)
        .register(registry);
  }
}
