package dev.otter.turn.coturn;

import dev.otter.contract.config.AddressRange;
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

  /**
   * What is not public unicast, as CoTURN 4.6.1 understands it.
   *
   * <p>The IPv6 ranges begin at {@code ::1}, not at {@code ::}: to CoTURN a range that begins at
   * {@code ::} holds every IPv4 address, and no call would be relayed. The address {@code ::}
   * itself is refused by CoTURN anyway. They hold the forms of IPv4 in IPv6 (mapped, compatible,
   * 6to4, Teredo, NAT64), which would lead around the IPv4 ranges.
   */
  static final List<AddressRange> NOT_PUBLIC =
      List.of(
          AddressRange.between("0.0.0.0", "0.255.255.255"),
          AddressRange.between("10.0.0.0", "10.255.255.255"),
          AddressRange.between("100.64.0.0", "100.127.255.255"),
          AddressRange.between("127.0.0.0", "127.255.255.255"),
          AddressRange.between("169.254.0.0", "169.254.255.255"),
          AddressRange.between("172.16.0.0", "172.31.255.255"),
          AddressRange.between("192.0.0.0", "192.0.0.255"),
          AddressRange.between("192.0.2.0", "192.0.2.255"),
          AddressRange.between("192.88.99.0", "192.88.99.255"),
          AddressRange.between("192.168.0.0", "192.168.255.255"),
          AddressRange.between("198.18.0.0", "198.19.255.255"),
          AddressRange.between("198.51.100.0", "198.51.100.255"),
          AddressRange.between("203.0.113.0", "203.0.113.255"),
          AddressRange.between("224.0.0.0", "255.255.255.255"),
          AddressRange.between("::1", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
          AddressRange.between("2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff"),
          AddressRange.between("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
          AddressRange.between("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
          AddressRange.between("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));

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
    return !address.isAnyLocalAddress()
        && NOT_PUBLIC.stream().noneMatch(range -> range.contains(address));
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
