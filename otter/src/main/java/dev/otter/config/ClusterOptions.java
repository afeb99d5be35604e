package dev.otter.config;

import static dev.otter.config.OptionType.CLUSTER_DISCOVERY;
import static dev.otter.config.OptionType.MEMBERS;
import static dev.otter.config.OptionType.PORT;
import static dev.otter.config.OptionType.PORT_OR_FREE;
import static dev.otter.config.OptionType.TEXT;

import dev.otter.contract.config.ClusterConfig;
import dev.otter.contract.config.ClusterDiscovery;
import dev.otter.contract.config.HostAndPort;
import java.util.List;

/** The options of the section {@code cluster}: a part of {@link OptionTable}. */
final class ClusterOptions {

  static final Option<String> HOST =
      Option.open(
          "cluster.host",
          "OTTER_CLUSTER_HOST",
          OptionDefault.of(ClusterConfig.DEFAULT_HOST),
          TEXT,
          "Address of this node for the other nodes, one of its own. Only used with `-cluster`. The"
              + " default joins nodes of one machine only.");

  static final Option<Integer> PORT_NUMBER =
      Option.open(
          "cluster.port",
          "OTTER_CLUSTER_PORT",
          OptionDefault.of(ClusterConfig.DEFAULT_PORT),
          PORT,
          "TCP port of this node for the other nodes. Only used with `-cluster`. Open it to them"
              + " and to nobody else.");

  static final Option<Integer> EVENT_BUS_PORT =
      Option.open(
          "cluster.eventBusPort",
          "OTTER_CLUSTER_EVENT_BUS_PORT",
          OptionDefault.of(ClusterConfig.DEFAULT_EVENT_BUS_PORT),
          PORT_OR_FREE,
          "TCP port on which this node takes messages from the other nodes. Only used with"
              + " `-cluster`. `0` takes a free port, another one at each start; name one where a"
              + " firewall stands between the nodes, and open it to them and to nobody else.");

  static final Option<List<HostAndPort>> MEMBER_LIST =
      Option.open(
          "cluster.members",
          "OTTER_CLUSTER_MEMBERS",
          OptionDefault.none("empty"),
          MEMBERS,
          "Nodes to join, as `host:port` or `[IPv6]:port`. Only used with `-cluster`. Empty starts"
              + " a cluster of one, which others may join. A node starts to serve when it is with"
              + " the larger part of them; those that refuse connections do not count.");

  static final Option<ClusterDiscovery> DISCOVERY =
      Option.open(
          ClusterDiscovery.OPTION,
          "OTTER_CLUSTER_DISCOVERY",
          OptionDefault.of(ClusterConfig.DEFAULT_DISCOVERY.optionText()),
          CLUSTER_DISCOVERY,
          "How this node finds the others: `tcp` by cluster.members, `kubernetes` by the pods that"
              + " cluster.kubernetesService leads to. Only used with `-cluster`.");

  static final Option<String> KUBERNETES_SERVICE =
      Option.open(
          "cluster.kubernetesService",
          "OTTER_CLUSTER_KUBERNETES_SERVICE",
          OptionDefault.of(ClusterConfig.DEFAULT_KUBERNETES_SERVICE),
          TEXT,
          "DNS name of a headless Service that leads to the pods of all nodes, ready or not, for"
              + " discovery `kubernetes`. A node does not start before the name leads to it, or to"
              + " another one that lives. All use the same cluster.port.");

  static final List<Option<?>> ALL =
      List.of(HOST, PORT_NUMBER, EVENT_BUS_PORT, DISCOVERY, MEMBER_LIST, KUBERNETES_SERVICE);

  private ClusterOptions() {}
}
