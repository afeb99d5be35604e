package dev.otter.turn.coturn;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.PublicAddresses;
import java.net.InetAddress;
import java.util.List;

/**
 * Which peers a relay may reach: public unicast addresses, the ranges of {@code turn.allowedPeers},
 * and the relay's own address, by which two clients of one relay reach each other.
 *
 * @param allowed ranges that are open though they are not public
 * @param ownAddress the local address that the relay sends from; not null
 */
public record PeerPolicy(List<AddressRange> allowed, InetAddress ownAddress) {

  /** What is not public unicast. CoTURN refuses {@code ::} itself anyway. */
  static final List<AddressRange> NOT_PUBLIC = PublicAddresses.NOT_PUBLIC;

  /** Checks and copies. */
  public PeerPolicy {
    allowed = List.copyOf(allowed);
  }

  /**
   * Whether an address is public unicast, as the internet routes it.
   *
   * @param address of either family
   * @return false for private, loopback, link-local, shared, reserved and multicast ones
   */
  public static boolean isPublic(InetAddress address) {
    return PublicAddresses.contains(address);
  }

  /**
   * Whether a relay must let data through to a peer.
   *
   * @param peer of either family
   * @return whether it is public, or opened by configuration, or the relay's own address
   */
  public boolean permits(InetAddress peer) {
    return isPublic(peer)
        || peer.equals(ownAddress)
        || allowed.stream().anyMatch(range -> range.contains(peer));
  }

  /** Whether a loopback address is open, which CoTURN must be told apart. */
  boolean opensLoopback() {
    return ownAddress.isLoopbackAddress()
        || allowed.stream()
            .anyMatch(
                range -> range.first().isLoopbackAddress() || range.last().isLoopbackAddress());
  }
}
