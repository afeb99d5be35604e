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
 * @param members nodes to join; empty, the default, starts a cluster of one
 */
public record ClusterConfig(
    boolean enabled, String host, int port, int eventBusPort, List<HostAndPort> members) {

  /** Default of {@code cluster.host}: nodes on this machine only. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** Default of {@code cluster.port}. */
  public static final int DEFAULT_PORT = 5701;

  /** Default of {@code cluster.eventBusPort}: a free one. */
  public static final int DEFAULT_EVENT_BUS_PORT = 0;

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
    members = List.copyOf(members);
  }
}
