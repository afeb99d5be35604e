package dev.otter.rooms.webhooks;

import dev.otter.contract.store.DeliveryState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What delivering says of itself (docs/metrics.md). No webhook, address or room is in a label. Safe
 * for any thread.
 */
final class WebhookMetrics implements MeterBinder {

  private final LongAdder delivered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder died = new LongAdder();
  private final Map<DeliveryState, AtomicInteger> kept = new EnumMap<>(DeliveryState.class);
  private final AtomicInteger inRooms = new AtomicInteger();
  private volatile boolean bound;

  WebhookMetrics() {
    for (DeliveryState state : DeliveryState.values()) {
      kept.put(state, new AtomicInteger());
    }
  }

  /** A receiver took one. */
  void delivered() {
    delivered.increment();
  }

  /** A receiver did not take one; it is tried again, or given up. */
  void failed(DeliveryState now) {
    (now == DeliveryState.DEAD ? died : failed).increment();
  }

  /** So many are kept in a state, for the webhooks that are this node's. */
  void kept(DeliveryState state, int count) {
    kept.get(state).set(count);
  }

  /** The events of so many rooms are on their way to the store. */
  void inRooms(int rooms) {
    inRooms.set(rooms);
  }

  /** Whether anybody looks: what is kept has to be counted by asking the store. */
  boolean wanted() {
    return bound;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    bound = true;
    attempts(registry, "delivered", delivered);
    attempts(registry, "failed", failed);
    attempts(registry, "given-up", died);
    for (DeliveryState state : DeliveryState.values()) {
      Gauge.builder("otter.webhook.backlog", kept.get(state), AtomicInteger::get)
          .description("Events that are kept for receivers, by state")
          .tag("state", state.text())
          .register(registry);
    }
    Gauge.builder("otter.webhook.rooms.waiting", inRooms, AtomicInteger::get)
        .description("Rooms whose events are not in the store yet")
        .register(registry);
  }

  private static void attempts(MeterRegistry registry, String result, LongAdder count) {
    FunctionCounter.builder("otter.webhook.attempts", count, LongAdder::sum)
        .description("Events that were sent to receivers, and what became of it")
        .tag("result", result)
        .register(registry);
  }
}
