package dev.otter.console;

import com.sun.management.OperatingSystemMXBean;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.config.VerticleName;
import dev.otter.contract.console.AskFigures;
import dev.otter.contract.console.AskHour;
import dev.otter.contract.console.FigureSample;
import dev.otter.contract.console.HourOfFigures;
import dev.otter.contract.console.NodeFigures;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.turn.RelayReport;
import dev.otter.contract.turn.RelayReports;
import dev.otter.edge.Readiness;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Measures its own node each second, notes it each ten seconds, and answers other nodes' consoles.
 * It keeps one hour, {@link HourOfFigures#MOST} samples. Runs on its own event-loop context.
 */
public final class NodeMeter extends VerticleBase {

  private static final long SECOND_MS = 1_000;

  private final Node node;
  private final Traffic traffic;
  private final InstantSource clock;
  private final LoopDelays delays = new LoopDelays();
  private final Deque<FigureSample> hour = new ArrayDeque<>();
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private BusReplies replies;
  private NodeFigures now;
  private long messagesBefore;
  private long nanosBefore;
  private long sampleAt;
  private long sampleMessages;
  private long relayBits;

  /**
   * Which node it measures.
   *
   * @param tag its id
   * @param verticles the parts that it runs
   * @param readiness what {@code /readyz} answers by
   * @param startedAt since when it runs
   */
  public record Node(
      NodeTag tag, Set<VerticleName> verticles, Readiness readiness, Instant startedAt) {}

  /** What clients do on this node. Implementations are safe for any thread. */
  public interface Traffic {

    /** How many clients there are. */
    int connections();

    /** How many messages they have sent so far. */
    long messages();

    /** The mean loss that they reported since this was asked last, in percent; null for none. */
    Double takeLossPercent();

    /** The mean round trip that they reported since this was asked last, in ms; null for none. */
    Double takeRoundTripMs();
  }

  /** Makes the meter. */
  public NodeMeter(Node node, Traffic traffic, InstantSource clock) {
    this.node = node;
    this.traffic = traffic;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    replies = new BusReplies(vertx);
    nanosBefore = System.nanoTime();
    messagesBefore = traffic.messages();
    sampleMessages = messagesBefore;
    sampleAt = slot();
    delays.watch(vertx);
    look();
    vertx.setPeriodic(SECOND_MS, timer -> look());
    vertx
        .eventBus()
        .<RelayReports>consumer(
            BusAddress.RELAY_REPORTS.address(), message -> heard(message.body()));
    return Future.all(
        replies.answer(
            BusAddress.NODE_FIGURES.at(node.tag()),
            AskFigures.class,
            question -> Future.succeededFuture(now)),
        replies.answer(
            BusAddress.NODE_HOUR.at(node.tag()),
            AskHour.class,
            question -> Future.succeededFuture(after(question.after()))));
  }

  private HourOfFigures after(long after) {
    return new HourOfFigures(hour.stream().filter(each -> each.at() > after).toList());
  }

  /** Each event loop of the edge adds itself. */
  LoopDelays delays() {
    return delays;
  }

  private void heard(RelayReports reports) {
    if (reports.node().equals(node.tag())) {
      relayBits = reports.relays().stream().mapToLong(NodeMeter::bits).sum();
    }
  }

  private static long bits(RelayReport relay) {
    return relay.use().bitsPerSecond();
  }

  private void look() {
    long nanos = System.nanoTime();
    long messages = traffic.messages();
    double seconds = Math.max(1e-3, (nanos - nanosBefore) / 1e9);
    Runtime runtime = Runtime.getRuntime();
    now =
        new NodeFigures(
            node.tag(),
            node.readiness().state().word(),
            node.startedAt(),
            node.verticles().stream().sorted().map(VerticleName::optionText).toList(),
            traffic.connections(),
            (messages - messagesBefore) / seconds,
            delays.takeMs(),
            runtime.totalMemory() - runtime.freeMemory(),
            runtime.maxMemory(),
            Math.max(0, system.getProcessCpuLoad()));
    messagesBefore = messages;
    nanosBefore = nanos;
    if (slot() != sampleAt) {
      note(messages);
    }
  }

  private void note(long messages) {
    hour.addLast(
        new FigureSample(
            sampleAt,
            traffic.connections(),
            (messages - sampleMessages) / (double) Math.max(1, slot() - sampleAt),
            relayBits,
            traffic.takeLossPercent(),
            traffic.takeRoundTripMs()));
    while (hour.size() > HourOfFigures.MOST) {
      hour.removeFirst();
    }
    sampleMessages = messages;
    sampleAt = slot();
  }

  private long slot() {
    long seconds = clock.instant().getEpochSecond();
    return seconds - seconds % FigureSample.SECONDS;
  }

  @Override
  public Future<?> stop() {
    return replies.close();
  }
}
