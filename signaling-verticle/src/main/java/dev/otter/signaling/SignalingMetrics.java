package dev.otter.signaling;

import dev.otter.contract.error.ErrorCode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** What signaling says of itself (docs/metrics.md). No id and no address is in a label. */
final class SignalingMetrics implements MeterBinder {

  private final SignalingNode node;

  SignalingMetrics(SignalingNode node) {
    this.node = node;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    bindConnections(registry);
    bindMessages(registry);
    FunctionCounter.builder("otter.room.lookups", node, each -> each.lookup().count())
        .description("Reads of the room map to route a message; one per call")
        .register(registry);
    FunctionCounter.builder("otter.room.repairs", node, each -> each.lookup().repairs())
        .description("Reads of the room map because a peer was not where it was thought to be")
        .register(registry);
    reports(registry, "kept", QualityCounts::keptSoFar);
    reports(registry, "too-often", QualityCounts::tooOftenSoFar);
    reports(registry, "refused", QualityCounts::refusedSoFar);
    reports(registry, "failed", QualityCounts::failedSoFar);
  }

  private void bindConnections(MeterRegistry registry) {
    Gauge.builder("otter.connections", node, each -> each.connections().all().size())
        .description("WebSockets that this node holds")
        .register(registry);
    Gauge.builder("otter.rooms.in.use", node, SignalingMetrics::roomsInUse)
        .description("Rooms that a client of this node is in")
        .register(registry);
    ConnectionCounts counts = node.connectionCounts();
    for (ConnectionCounts.Dialect dialect : ConnectionCounts.Dialect.values()) {
      FunctionCounter.builder("otter.connections.opened", counts.of(dialect), LongAdder::sum)
          .description("WebSockets that were opened")
          .tag("dialect", dialect.label())
          .register(registry);
    }
    for (ConnectionCounts.Ending ending : ConnectionCounts.Ending.values()) {
      closed(registry, ending.label(), counts.of(ending));
    }
    for (ErrorCode code : ErrorCode.values()) {
      if (code.closeCode().isPresent()) {
        closed(registry, code.code(), counts.of(code));
      }
    }
    for (ConnectionCounts.Resume result : ConnectionCounts.Resume.values()) {
      FunctionCounter.builder("otter.resumes", counts.of(result), LongAdder::sum)
          .description("Clients that wanted their place back, and what became of it")
          .tag("result", result.label())
          .register(registry);
    }
    for (ConnectionCounts.Resync reason : ConnectionCounts.Resync.values()) {
      FunctionCounter.builder("otter.resyncs", counts.of(reason), LongAdder::sum)
          .description("How often clients had to begin anew with each other, and why")
          .tag("reason", reason.label())
          .register(registry);
    }
  }

  private static void closed(MeterRegistry registry, String reason, LongAdder count) {
    FunctionCounter.builder("otter.connections.closed", count, LongAdder::sum)
        .description("WebSockets that ended, and why")
        .tag("reason", reason)
        .register(registry);
  }

  private void bindMessages(MeterRegistry registry) {
    for (MessageCounts.Kind kind : MessageCounts.Kind.values()) {
      for (MessageCounts.Result result : MessageCounts.Result.values()) {
        FunctionCounter.builder("otter.messages", node.counts().of(kind, result), LongAdder::sum)
            .description("Messages that this node has sent on, and what became of them")
            .tag("kind", kind.label())
            .tag("result", result.label())
            .register(registry);
      }
    }
    for (MessageCounts.Drop reason : MessageCounts.Drop.values()) {
      FunctionCounter.builder("otter.messages.dropped", node.counts().of(reason), LongAdder::sum)
          .description("Messages that went no further, and why")
          .tag("reason", reason.label())
          .register(registry);
    }
    Gauge.builder("otter.sockets.waiting", node, each -> waiting(each).sum())
        .description("What waits to be sent to clients")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("otter.sockets.waiting.most", node, each -> waiting(each).max().orElse(0))
        .description("What waits for the slowest of them")
        .baseUnit("bytes")
        .register(registry);
  }

  private static LongStream waiting(SignalingNode node) {
    return node.connections().all().stream().mapToLong(RoomConnection::waitingBytes);
  }

  private static double roomsInUse(SignalingNode node) {
    return node.connections().all().stream().map(RoomConnection::roomId).distinct().count();
  }

  private void reports(
      MeterRegistry registry, String result, ToDoubleFunction<QualityCounts> count) {
    FunctionCounter.builder("otter.quality.reports", node.quality(), count)
        .description("Reports of clients on the quality of their calls, and what became of them")
        .tag("result", result)
        .register(registry);
  }
}
