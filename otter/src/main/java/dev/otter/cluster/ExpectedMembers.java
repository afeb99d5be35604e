package dev.otter.cluster;

import com.hazelcast.core.HazelcastInstance;
import dev.otter.contract.config.ClusterConfig;
import dev.otter.contract.config.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who should be in the cluster, as a node knows that starts: by configuration or by discovery. */
final class ExpectedMembers {

  private static final Logger LOG = LoggerFactory.getLogger(ExpectedMembers.class);

  private final ClusterConfig config;
  private final HazelcastInstance hazelcast;
  private final ClusterMember self;

  ExpectedMembers(ClusterConfig config, HazelcastInstance hazelcast, ClusterMember self) {
    this.config = config;
    this.hazelcast = hazelcast;
    this.self = self;
  }

  /**
   * The members by configuration in its order, or by discovery in an order that is the same for
   * all, as addresses in figures, and this one. Blocking.
   */
  List<String> now() {
    Set<String> all = new LinkedHashSet<>();
    HazelcastMember.discovered(hazelcast)
        .ifPresent(found -> found.stream().map(HostAndPort::toString).sorted().forEach(all::add));
    for (HostAndPort member : config.members()) {
      all.add(new HostAndPort(resolved(member.host()), member.port()).toString());
    }
    all.add(self.name());
    return List.copyOf(all);
  }

  private static String resolved(String host) {
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) {
      LOG.warn("cluster.members names a host that is not known now host={}", host);
      return host;
    }
  }
}
