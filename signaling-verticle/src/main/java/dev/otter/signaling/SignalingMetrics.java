package dev.otter.signaling;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** What signaling says of itself (docs/metrics.md). No id and no address is in a label. */
final class SignalingMetrics implements MeterBinder {

  private final SignalingNode node;

  SignalingMetrics(SignalingNode node) {
    this.node = node;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("otter.connections", node, each -> each.connections().all().size())
        .description("WebSockets that this node holds")
        .register(registry);
    FunctionCounter.builder("otter.room.lookups", node, each -> each.lookup().count())
        .description("Reads of the room map to route a message; one per call")
        .register(registry);
    FunctionCounter.builder("otter.room.repairs", node, each -> each.lookup().repairs())
        .description("Reads of the room map because a peer was not where it was thought to be")
        .register(registry);
    messages(registry, "here", MessageCounts::sentHere);
    messages(registry, "elsewhere", MessageCounts::sentElsewhere);
    messages(registry, "refused", MessageCounts::refusals);
    reports(registry, "kept", QualityCounts::keptSoFar);
    reports(registry, "too-often", QualityCounts::tooOftenSoFar);
    reports(registry, "refused", QualityCounts::refusedSoFar);
    reports(registry, "failed", QualityCounts::failedSoFar);
  }

  private void reports(
      MeterRegistry registry, String result, ToDoubleFunction<QualityCounts> count) {
    FunctionCounter.builder("otter.quality.reports", node.quality(), count)
        .description("Reports of clients on the quality of their calls, and what became of them")
        .tag("result", result)
        .register(registry);
  }

  private void messages(MeterRegistry registry, String way, ToDoubleFunction<MessageCounts> count) {
    FunctionCounter.builder("otter.messages", node.counts(), count)
        .description("Messages from peer to peer: to a client here, to another node, or to nobody")
        .tag("way", way)
        .register(registry);
  }
}
