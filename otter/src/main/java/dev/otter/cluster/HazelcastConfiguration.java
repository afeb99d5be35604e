package dev.otter.cluster;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NearCacheConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import dev.otter.contract.config.ClusterConfig;
import dev.otter.contract.config.ClusterDiscovery;
import dev.otter.contract.id.NodeTag;
import java.util.UUID;

/**
 * How Hazelcast is set up: members as configured or as DNS names them, multicast never on, bound to
 * the cluster address alone, dead members noticed in seconds. The times were measured
 * (docs/decisions/0003).
 */
final class HazelcastConfiguration {

  static final String NODE_TAG_ATTRIBUTE = "otter.node-tag";

  /** Where Vert.x looks for its own id of the node. */
  private static final String VERTX_NODE_ATTRIBUTE = "__vertx.nodeId";

  /** Where Vert.x keeps which node listens at which address of the event bus. */
  static final String REGISTRATIONS = "__vertx.subs";

  /** Where Vert.x keeps host and port of each node's event bus. */
  static final String NODE_ADDRESSES = "__vertx.nodeInfo";

  private static final String CLUSTER_NAME = "otter";
  private static final int NEAR_CACHE_ENTRIES = 20_000;
  private static final int NEAR_CACHE_SECONDS = 2;

  private HazelcastConfiguration() {}

  static Config of(ClusterConfig cluster, NodeTag tag, ServingSide side) {
    Config config = new Config(tag.value());
    config.setClusterName(CLUSTER_NAME);
    vertxStructures(config);
    ownStructures(config);
    config.getUserContext().put(ServingSide.CONTEXT_KEY, side);
    config
        .getMemberAttributeConfig()
        .setAttribute(NODE_TAG_ATTRIBUTE, tag.value())
        .setAttribute(VERTX_NODE_ATTRIBUTE, UUID.randomUUID().toString());
    config.getMetricsConfig().setEnabled(false);
    properties(config);
    network(config, cluster);
    return config;
  }

  /**
   * One port that speaks the protocol of members and no other. The plain set-up would let
   * Hazelcast's own clients in too, and load 550 classes for them.
   */
  private static void network(Config config, ClusterConfig cluster) {
    ServerSocketEndpointConfig members = new ServerSocketEndpointConfig();
    members.setPort(cluster.port()).setPortAutoIncrement(false);
    members.getInterfaces().setEnabled(true).addInterface(cluster.host());
    AdvancedNetworkConfig network = config.getAdvancedNetworkConfig().setEnabled(true);
    network.setMemberEndpointConfig(members);
    JoinConfig join = network.getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    boolean discovered = cluster.discovery() == ClusterDiscovery.KUBERNETES;
    join.getTcpIpConfig().setEnabled(!discovered).setConnectionTimeoutSeconds(1);
    cluster.members().forEach(member -> join.getTcpIpConfig().addMember(member.toString()));
    if (discovered) {
      // By DNS, which needs no account and no role (docs/decisions/0022).
      join.getKubernetesConfig()
          .setEnabled(true)
          .setProperty("service-dns", cluster.kubernetesService())
          .setProperty("service-port", String.valueOf(cluster.port()));
    }
  }

  /**
   * What vertx-hazelcast's own default-cluster.xml says. That file names the schema of the
   * Hazelcast it was made for, of which a newer Hazelcast warns at each start.
   */
  private static void vertxStructures(Config config) {
    config.addMultiMapConfig(
        new MultiMapConfig(REGISTRATIONS)
            .setBackupCount(1)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
    config.addMapConfig(new MapConfig(NODE_ADDRESSES).setBackupCount(1));
  }

  /** Two backups: the death of two nodes at once loses no room. */
  private static void ownStructures(Config config) {
    config.addMapConfig(ownMap("otter.*", ServingSideMergePolicy.class));
    config.addMapConfig(ownMap("otter.rooms", RoomMergePolicy.class));
    config.addMapConfig(
        ownMap(HazelcastKeyValueStores.PREFIX + "*", ServingSideMergePolicy.class)
            .setBackupCount(1)
            .setNearCacheConfig(nearCache()));
  }

  /**
   * What was read stays in the node's memory until it changes, or for so long at most: that a life
   * is over is no change.
   */
  private static NearCacheConfig nearCache() {
    return new NearCacheConfig()
        .setInMemoryFormat(InMemoryFormat.OBJECT)
        .setCacheLocalEntries(true)
        .setTimeToLiveSeconds(NEAR_CACHE_SECONDS)
        .setEvictionConfig(
            new EvictionConfig()
                .setEvictionPolicy(EvictionPolicy.LRU)
                .setMaxSizePolicy(MaxSizePolicy.ENTRY_COUNT)
                .setSize(NEAR_CACHE_ENTRIES));
  }

  private static MapConfig ownMap(String name, Class<? extends ServingSideMergePolicy> policy) {
    MapConfig map = new MapConfig(name).setBackupCount(2);
    map.getMergePolicyConfig().setPolicy(policy.getName());
    return map;
  }

  private static void properties(Config config) {
    config
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.phone.home.enabled", "false")
        // Reports for Hazelcast's own consoles.
        .setProperty("hazelcast.health.monitoring.level", "OFF")
        // Vert.x leaves the cluster in order when it closes; a hook of Hazelcast's own would race
        // it.
        .setProperty("hazelcast.shutdownhook.enabled", "false")
        .setProperty("hazelcast.socket.bind.any", "false")
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .setProperty("hazelcast.heartbeat.interval.seconds", "1")
        .setProperty("hazelcast.max.no.heartbeat.seconds", "10")
        // A partition whose move was cut short answers nobody for as long; the default is 300 s.
        .setProperty("hazelcast.partition.migration.timeout", "10")
        // What was asked of a member that has died is asked again this often; the default, 500 ms,
        // is longer than it takes to notice the death. And as often as makes a minute of it.
        .setProperty("hazelcast.invocation.retry.pause.millis", "100")
        .setProperty("hazelcast.invocation.max.retry.count", "600")
        // A write waits so long for the word of a backup that is just moving to a node which joins
        // or leaves, and does not come; the default, 5 s, is all the time that a request has.
        .setProperty("hazelcast.operation.backup.timeout.millis", "1000")
        // A near cache hears of a change at once; by default up to 10 s later, with others.
        .setProperty("hazelcast.map.invalidation.batch.enabled", "false")
        // A node that some see and some do not is put out by all.
        .setProperty("hazelcast.partial.member.disconnection.resolution.heartbeat.count", "2")
        .setProperty("hazelcast.merge.first.run.delay.seconds", "5")
        .setProperty("hazelcast.merge.next.run.delay.seconds", "5");
  }
}
