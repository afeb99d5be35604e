package dev.otter.turn.gateway;

import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.KeyValueStores;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * A gateway's place among those of other nodes.
 *
 * @param self this node; not null
 * @param link where other nodes reach it by UDP; empty where there are none
 * @param stores what the nodes share; not null
 * @param gate whether this node may act for its cluster; not null
 */
public record GatewayCluster(
    NodeTag self, Optional<InetSocketAddress> link, KeyValueStores stores, ServingGate gate) {

  /** Checks that all is there. */
  public GatewayCluster {
    Objects.requireNonNull(self, "self");
    Objects.requireNonNull(link, "link");
    Objects.requireNonNull(stores, "stores");
    Objects.requireNonNull(gate, "gate");
  }
}
