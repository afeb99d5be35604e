package dev.otter.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.spi.discovery.integration.DiscoveryService;
import java.util.HashSet;
import java.util.Set;

/**
 * The addresses to which a headless Service of Kubernetes leads, as Hazelcast's own discovery finds
 * them by DNS. A name server that is away for a moment must not look like a cluster without
 * members, so the last answer that named some is kept. Safe for any thread.
 */
final class DiscoveredMembers {

  private final DiscoveryService discovery;
  private volatile Set<Address> last = Set.of();

  DiscoveredMembers(DiscoveryService discovery) {
    this.discovery = discovery;
  }

  /** Asks. Blocking, for 5 s at most. */
  Set<Address> now() {
    Set<Address> found = new HashSet<>();
    discovery.discoverNodes().forEach(each -> found.add(each.getPrivateAddress()));
    if (!found.isEmpty()) {
      last = Set.copyOf(found);
    }
    return last;
  }
}
