package dev.otter.cluster;

import dev.otter.contract.cluster.Standing;
import dev.otter.contract.config.HostAndPort;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** What a node can find out about its cluster. The futures never fail. */
interface ClusterSight {

  /** Hazelcast's list, oldest first. */
  List<ClusterMember> members();

  /** Knocks at a member's port. */
  Future<ProbeVerdict> probe(HostAndPort member);

  /** Asks members over the bus how they stand; who did not answer in time is missing. */
  Future<Map<ClusterMember, Standing>> ask(List<ClusterMember> others);

  /** Whether every entry of the maps has its owner and its backups. */
  Future<Boolean> mapsWhole();
}
