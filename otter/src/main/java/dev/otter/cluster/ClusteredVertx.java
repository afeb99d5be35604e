package dev.otter.cluster;

import dev.otter.contract.config.ClusterConfig;
import dev.otter.contract.id.NodeTag;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.time.Duration;

/** Makes a Vert.x that is part of the cluster. */
public final class ClusteredVertx {

  /**
   * How long this process may stand still. The others wait 10 s for a heartbeat, the last of which
   * may have been a second old; below is a reserve.
   */
  static final Duration MAX_PAUSE = Duration.ofMillis(8_500);

  /** A connection of the bus that leads nowhere is closed after the two together. */
  private static final long PING_MS = 2_000;

  /** As long as the others wait: who pauses for less must find its connections again. */
  private static final long PONG_MS = 10_000;

  private static final int CONNECT_MS = 2_000;

  private ClusteredVertx() {}

  /**
   * Joins the cluster.
   *
   * @param options the node's Vert.x options
   * @param cluster where
   * @param tag the name by which the other nodes know this one
   * @return completes when this node is a member, which does not mean that it may serve; fails when
   *     its address cannot be bound
   */
  public static Future<ClusterMembership> join(
      VertxOptions options, ClusterConfig cluster, NodeTag tag) {
    PauseFence fence = new PauseFence(System::nanoTime, MAX_PAUSE);
    ServingSide side = new ServingSide(fence);
    options.setEventBusOptions(eventBus(cluster));
    return HazelcastMember.start(HazelcastConfiguration.of(cluster, tag, side))
        .compose(
            member -> {
              VertxCluster manager = new VertxCluster(member);
              return Vertx.builder()
                  .with(options)
                  .withClusterManager(manager)
                  .buildClustered()
                  .map(vertx -> new ClusterMembership(vertx, manager, cluster, tag, side, fence));
            });
  }

  private static EventBusOptions eventBus(ClusterConfig cluster) {
    EventBusOptions bus = new EventBusOptions();
    bus.setHost(cluster.host());
    bus.setPort(cluster.eventBusPort());
    bus.setClusterPublicHost(cluster.host());
    bus.setClusterPingInterval(PING_MS);
    bus.setClusterPingReplyInterval(PONG_MS);
    // What waits for a connection waits in memory.
    bus.setConnectTimeout(CONNECT_MS);
    return bus;
  }
}
