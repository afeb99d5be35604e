package dev.otter.signaling;

import dev.otter.contract.http.ClientAddress;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections each IP address has on this node. An IPv6 client can take any address of its
 * /64 network, so the network counts as one address. Holds an entry only while an address has a
 * connection; safe for any thread.
 */
final class AddressConnections {

  private final int maxPerAddress;
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  /**
   * Makes an empty count.
   *
   * @param maxPerAddress how many one address may have; 0 for no limit
   */
  AddressConnections(int maxPerAddress) {
    this.maxPerAddress = maxPerAddress;
  }

  /**
   * Counts a connection in.
   *
   * @return false when its address has as many as it may; nothing is counted then
   */
  boolean tryAdd(InetAddress client) {
    if (maxPerAddress == 0) {
      return true;
    }
    boolean[] added = new boolean[1];
    counts.compute(
        ClientAddress.network(client),
        (address, count) -> {
          int now = count == null ? 0 : count;
          added[0] = now < maxPerAddress;
          return added[0] ? Integer.valueOf(now + 1) : count;
        });
    return added[0];
  }

  /** Counts a connection out that was counted in. */
  void remove(InetAddress client) {
    if (maxPerAddress != 0) {
      counts.computeIfPresent(
          ClientAddress.network(client), (address, count) -> count == 1 ? null : count - 1);
    }
  }

  /** How many addresses have a connection. */
  int size() {
    return counts.size();
  }
}
