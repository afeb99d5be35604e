package dev.otter.launcher;

import dev.otter.cluster.ClusterMembership;
import dev.otter.cluster.ClusteredVertx;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.ClusterConfig;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.KeyValueStores;
import dev.otter.contract.kv.LocalKeyValueStores;
import dev.otter.contract.quality.QualityReports;
import dev.otter.metrics.NodeMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The Vert.x that a node runs on, and the cluster that it is in: a node that runs alone is a
 * cluster of one. Safe for any thread.
 */
final class NodeCluster {

  private final Vertx vertx;
  private final NodeTag tag;
  private final ClusterMembership membership;
  private KeyValueStores keyValueStores;

  /** A node alone where there is no membership. */
  private NodeCluster(Vertx vertx, NodeTag tag, ClusterMembership membership) {
    this.vertx = vertx;
    this.tag = tag;
    this.membership = membership;
  }

  /** Starts Vert.x, alone or as a member. */
  static Future<NodeCluster> join(ClusterConfig config, NodeTag tag) {
    // epoll on Linux; where it cannot be loaded, Java's own transport takes its place.
    VertxOptions options = new VertxOptions().setPreferNativeTransport(true);
    return config.enabled()
        ? ClusteredVertx.join(options, config, tag)
            .map(joined -> new NodeCluster(joined.vertx(), tag, joined))
        : Future.succeededFuture(new NodeCluster(Vertx.vertx(options), tag, null));
  }

  Vertx vertx() {
    return vertx;
  }

  /**
   * Waits until this node belongs to a side of its cluster that may serve.
   *
   * @param onServing it does
   * @param onCutOff it does no more; says why
   * @param onMerging the sides of its cluster come together again
   */
  Future<Void> serving(Runnable onServing, Consumer<String> onCutOff, Runnable onMerging) {
    return membership == null
        ? Future.succeededFuture()
        : membership.start(onServing, onCutOff, onMerging);
  }

  ServingGate gate() {
    return membership == null ? ServingGate.ALWAYS_OPEN : membership.gate();
  }

  List<NodeTag> nodes() {
    return membership == null ? List.of(tag) : membership.nodes();
  }

  /** The same ones each time: what one part of the node writes another one reads. */
  synchronized KeyValueStores keyValueStores() {
    if (keyValueStores == null) {
      keyValueStores =
          membership == null
              ? new LocalKeyValueStores(vertx, System::nanoTime)
              : membership.keyValueStores();
    }
    return keyValueStores;
  }

  QualityReports qualityReports(InstantSource clock) {
    return new QualityReports(keyValueStores(), clock);
  }

  /** How many rooms are in this node's part of the map; empty where there is no cluster. */
  Optional<IntSupplier> roomsHeld() {
    return Optional.ofNullable(membership).map(member -> member::roomsHeld);
  }

  void measure(NodeMetrics metrics) {
    if (membership != null) {
      metrics.add(membership.metrics());
    }
  }

  /** Leaves in order; {@link #close} comes after it. */
  Future<Void> leave() {
    return membership == null ? Future.succeededFuture() : membership.leave();
  }

  Future<Void> close() {
    return vertx.close();
  }
}
