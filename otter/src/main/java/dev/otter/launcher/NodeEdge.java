package dev.otter.launcher;

import dev.otter.contract.config.OtterConfig;
import dev.otter.edge.EdgeMetrics;
import dev.otter.edge.EdgeVerticle;
import dev.otter.edge.ManagementVerticle;
import dev.otter.limits.EdgeLimits;
import dev.otter.metrics.MetricsRoutes;
import dev.otter.metrics.NodeMetrics;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * The ports that a node opens: the public one, and the one for metrics where there is one. Nothing
 * is measured where no management port shows it. Safe for any thread.
 */
final class NodeEdge {

  private final NodeBasis basis;
  private final NodeCluster cluster;
  private final NodeParts parts;
  private final Deployments deployments;
  private final EdgeLimits limits;
  private final Optional<NodeMetrics> metrics;
  private final Optional<EdgeMetrics> edgeMetrics;

  NodeEdge(NodeBasis basis, NodeCluster cluster, NodeParts parts, Deployments deployments) {
    this.basis = basis;
    this.cluster = cluster;
    this.parts = parts;
    this.deployments = deployments;
    OtterConfig config = basis.config();
    limits =
        new EdgeLimits(
            cluster.vertx(),
            basis.tag(),
            config.limits().access(),
            config.http().trustedProxies(),
            System::nanoTime);
    metrics =
        config.management().port().isPresent() ? Optional.of(new NodeMetrics()) : Optional.empty();
    edgeMetrics = metrics.map(own -> new EdgeMetrics(own.registry(), basis.readiness()));
  }

  /** Opens them; all parts have been deployed. */
  Future<?> deploy() {
    // Vert.x has two event loops for each processor. A message between peers on two loops has to
    // wake the other one, so clients are on half of them; the rest is for the verticles.
    DeploymentOptions oneForEachProcessor =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    Future<?> open = deployments.deploy(this::edge, oneForEachProcessor);
    return metrics.isEmpty()
        ? open
        : open.compose(done -> cluster.vertx().deployVerticle(management(metrics.get())));
  }

  /** What was measured is let go; the ports have been closed. */
  void close() {
    metrics.ifPresent(NodeMetrics::close);
  }

  private EdgeVerticle edge() {
    OtterConfig config = basis.config();
    return new EdgeVerticle(
        config.http(),
        config.limits().deadlines().requestSeconds(),
        basis.publicUrl(),
        basis.readiness(),
        limits,
        edgeMetrics,
        parts.routes());
  }

  private ManagementVerticle management(NodeMetrics measured) {
    parts.measure(measured);
    cluster.measure(measured);
    return new ManagementVerticle(
        basis.config().management(), basis.readiness(), new MetricsRoutes(measured));
  }
}
