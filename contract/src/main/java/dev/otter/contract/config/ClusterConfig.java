package dev.otter.contract.config;

import java.util.List;
import java.util.Objects;

/**
 * How the node finds and reaches its cluster.
 *
 * @param enabled whether the node joins a cluster; the {@code -cluster} flag, in no file
 * @param host address the cluster's other nodes reach this one at, default {@value #DEFAULT_HOST};
 *     not null
 * @param port TCP port for the cluster, 1 to 65535, default {@value #DEFAULT_PORT}
 * @param eventBusPort TCP port for messages between nodes; 0, the default, takes a free one
 * @param discovery how it finds the others, default {@link #DEFAULT_DISCOVERY}; not null
 * @param members nodes to join; empty, the default, starts a cluster of one. Empty with {@link
 *     ClusterDiscovery#KUBERNETES}.
 * @param kubernetesService name of the headless Service that leads to all nodes, for {@link
 *     ClusterDiscovery#KUBERNETES}, default {@value #DEFAULT_KUBERNETES_SERVICE}; not null
 */
public record ClusterConfig(
    boolean enabled,
    String host,
    int port,
    int eventBusPort,
    ClusterDiscovery discovery,
    List<HostAndPort> members,
    String kubernetesService) {

  /** Default of {@code cluster.host}: nodes on this machine only. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** Default of {@code cluster.port}. */
  public static final int DEFAULT_PORT = 5701;

  /** Default of {@code cluster.eventBusPort}: a free one. */
  public static final int DEFAULT_EVENT_BUS_PORT = 0;

  /** Default of {@code cluster.discovery}. */
  public static final ClusterDiscovery DEFAULT_DISCOVERY = ClusterDiscovery.TCP;

  /** Default of {@code cluster.kubernetesService}: of the pod's own namespace. */
  public static final String DEFAULT_KUBERNETES_SERVICE = "otter-cluster";

  private static final String MEMBERS = "cluster.members";

  /**
   * Checks the section.
   *
   * @throws InvalidOptionException naming the option that has an impossible value
   */
  public ClusterConfig {
    Objects.requireNonNull(host, "host");
    Hosts.require("cluster.host", host);
    // Not 0: the other nodes must know the port before this one starts.
    Ports.require("cluster.port", 1, port);
    Ports.require("cluster.eventBusPort", 0, eventBusPort);
    Objects.requireNonNull(discovery, "discovery");
    members = List.copyOf(members);
    if (discovery != ClusterDiscovery.TCP && !members.isEmpty()) {
      throw new InvalidOptionException(
          MEMBERS,
          MEMBERS
              + " must be empty unless cluster.discovery is tcp, got discovery "
              + discovery.optionText()
              + " and "
              + members.size()
              + " member(s)");
    }
    Hosts.require("cluster.kubernetesService", kubernetesService);
  }

  /**
   * The section of a node that knows the others' addresses.
   *
   * @param enabled as {@link #enabled()}
   * @param host as {@link #host()}
   * @param port as {@link #port()}
   * @param eventBusPort as {@link #eventBusPort()}
   * @param members as {@link #members()}
   * @throws InvalidOptionException as the other constructor
   */
  public ClusterConfig(
      boolean enabled, String host, int port, int eventBusPort, List<HostAndPort> members) {
    this(enabled, host, port, eventBusPort, DEFAULT_DISCOVERY, members, DEFAULT_KUBERNETES_SERVICE);
  }
}
