package dev.otter.cluster;

import com.hazelcast.cluster.Member;
import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.id.NodeTag;

/**
 * One member of Hazelcast's list.
 *
 * @param address where its cluster port is; the same after a restart
 * @param tag this life of it
 */
record ClusterMember(HostAndPort address, NodeTag tag) {

  static ClusterMember of(Member member) {
    return new ClusterMember(
        new HostAndPort(member.getAddress().getHost(), member.getAddress().getPort()),
        new NodeTag(member.getAttribute(HazelcastConfiguration.NODE_TAG_ATTRIBUTE)));
  }

  /** The address as views hold it. */
  String name() {
    return address.toString();
  }
}
