package dev.otter.cluster;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * What the cluster looks like from this node (docs/metrics.md). Counting is safe for any thread; no
 * node is in a label.
 */
final class ClusterMetrics implements MeterBinder {

  private final LongAdder lost = new LongAdder();
  private final LongAdder cutOffs = new LongAdder();
  private final LongAdder merges = new LongAdder();
  private final IntSupplier members;
  private final ServingSide side;

  ClusterMetrics(IntSupplier members, ServingSide side) {
    this.members = members;
    this.side = side;
  }

  void lost() {
    lost.increment();
  }

  void cutOff() {
    cutOffs.increment();
  }

  void merging() {
    merges.increment();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("otter.cluster.members", members::getAsInt)
        .description("Nodes that this node sees, itself too")
        .register(registry);
    Gauge.builder("otter.cluster.serving", () -> side.serving() ? 1 : 0)
        .description("1 while this node is on the side of the cluster that serves")
        .register(registry);
    counter(registry, "otter.cluster.lost", lost, "Nodes that went while this one served");
    counter(registry, "otter.cluster.cut.offs", cutOffs, "How often this node was cut off");
    counter(registry, "otter.cluster.merges", merges, "How often it merged into another cluster");
  }

  private static void counter(
      MeterRegistry registry, String name, LongAdder count, String description) {
    FunctionCounter.builder(name, count, LongAdder::sum)
        .description(description)
        .register(registry);
  }
}
