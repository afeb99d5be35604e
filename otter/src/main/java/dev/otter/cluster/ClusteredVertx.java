package dev.otter.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.config.ClusterConfig;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.signaling.NodeLeft;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Vert.x that is part of the cluster, and tells this node's verticles when another node is gone.
 */
public final class ClusteredVertx {

  private static final Logger LOG = LoggerFactory.getLogger(ClusteredVertx.class);

  private ClusteredVertx() {}

  /**
   * Joins the cluster.
   *
   * @param options the node's Vert.x options
   * @param cluster where
   * @param tag the name by which the other nodes know this one
   * @return completes when this node is a member; fails when its address cannot be bound
   */
  public static Future<Vertx> join(VertxOptions options, ClusterConfig cluster, NodeTag tag) {
    HazelcastClusterManager manager =
        new HazelcastClusterManager(HazelcastConfiguration.of(cluster, tag));
    options.setEventBusOptions(
        new EventBusOptions().setHost(cluster.host()).setClusterPublicHost(cluster.host()));
    return Vertx.builder()
        .with(options)
        .withClusterManager(manager)
        .buildClustered()
        .onSuccess(vertx -> watch(vertx, manager));
  }

  private static void watch(Vertx vertx, HazelcastClusterManager manager) {
    manager
        .getHazelcastInstance()
        .getCluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent event) {
                LOG.info("node joined members={}", event.getMembers().size());
              }

              @Override
              public void memberRemoved(MembershipEvent event) {
                String tag =
                    event.getMember().getAttribute(HazelcastConfiguration.NODE_TAG_ATTRIBUTE);
                LOG.info("node left node={} members={}", tag, event.getMembers().size());
                vertx
                    .eventBus()
                    .publish(
                        BusAddress.NODE_LEFT.address(),
                        new NodeLeft(new NodeTag(tag)),
                        new DeliveryOptions().setLocalOnly(true));
              }
            });
  }
}
