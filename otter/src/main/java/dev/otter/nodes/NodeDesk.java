package dev.otter.nodes;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.cluster.AskNode;
import dev.otter.contract.cluster.DrainNode;
import dev.otter.contract.cluster.NodeReport;
import dev.otter.contract.config.VerticleName;
import dev.otter.contract.id.NodeTag;
import dev.otter.edge.Readiness;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what this node is doing, and empties it. Runs on its own event-loop context. */
public final class NodeDesk extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(NodeDesk.class);

  private final NodeTag tag;
  private final Set<VerticleName> verticles;
  private final Readiness readiness;
  private final Clients clients;
  private final Instant startedAt;
  private BusReplies replies;

  /** The clients of this node. Implementations are safe for any thread. */
  public interface Clients {

    /** How many there are. */
    int count();

    /** Sends all away, one after the other; completes when they are gone. */
    Future<Void> sendAway();

    /** Stops sending them away, and takes new ones. */
    void takeAgain();
  }

  /**
   * Makes the desk.
   *
   * @param tag this node
   * @param verticles the parts that it runs
   * @param readiness what {@code /readyz} answers by
   * @param clients its clients
   * @param startedAt since when it runs
   */
  public NodeDesk(
      NodeTag tag,
      Set<VerticleName> verticles,
      Readiness readiness,
      Clients clients,
      Instant startedAt) {
    this.tag = tag;
    this.verticles = Set.copyOf(verticles);
    this.readiness = readiness;
    this.clients = clients;
    this.startedAt = startedAt;
  }

  @Override
  public Future<?> start() {
    replies = new BusReplies(vertx);
    return Future.all(
        replies.answer(
            BusAddress.NODE_REPORT.at(tag),
            AskNode.class,
            question -> Future.succeededFuture(report())),
        replies.answer(
            BusAddress.DRAIN_NODE.at(tag),
            DrainNode.class,
            order -> Future.succeededFuture(obey(order))));
  }

  private NodeReport obey(DrainNode order) {
    if (order.drain() && !readiness.emptied()) {
      LOG.info("emptied by an administrator nodeId={}", tag);
      readiness.empty();
      clients.sendAway().onFailure(failure -> LOG.warn("not all clients have gone", failure));
    } else if (!order.drain() && readiness.emptied()) {
      LOG.info("takes clients again nodeId={}", tag);
      clients.takeAgain();
      readiness.fill();
    }
    return report();
  }

  private NodeReport report() {
    List<String> parts = verticles.stream().sorted().map(VerticleName::optionText).toList();
    return new NodeReport(tag, readiness.state().word(), clients.count(), parts, startedAt);
  }

  @Override
  public Future<?> stop() {
    return replies.close();
  }
}
