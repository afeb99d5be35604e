package dev.otter.turn.coturn;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.PublicAddresses;
import java.net.InetAddress;
import java.util.List;

/**
 * Which peers a relay may reach: public unicast addresses, the ranges of {@code turn.allowedPeers},
 * and the relay's own address, by which two clients of one relay reach each other. A relay behind a
 * gateway reaches its own address only, which is the gateway's too.
 *
 * @param allowed ranges that are open though they are not public
 * @param ownAddress the local address that the relay sends from; not null
 * @param isPublicOpen whether public addresses are open
 */
public record PeerPolicy(List<AddressRange> allowed, InetAddress ownAddress, boolean isPublicOpen) {

  /** What is not public unicast. CoTURN refuses {@code ::} itself anyway. */
  static final List<AddressRange> NOT_PUBLIC = PublicAddresses.NOT_PUBLIC;

  /** Every address. From ::1 on, as {@link PublicAddresses#NOT_PUBLIC}. */
  static final List<AddressRange> ALL =
      List.of(
          AddressRange.between("0.0.0.0", "255.255.255.255"),
          AddressRange.between("::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));

  /** Checks and copies. */
  public PeerPolicy {
    allowed = List.copyOf(allowed);
  }

  /** The policy of a relay that stands for itself. */
  public PeerPolicy(List<AddressRange> allowed, InetAddress ownAddress) {
    this(allowed, ownAddress, true);
  }

  /** The policy of a relay that only a gateway at the same address speaks with. */
  public static PeerPolicy behindGateway(InetAddress address) {
    return new PeerPolicy(List.of(), address, false);
  }

  /** The policy of a relay that only gateways at other addresses speak with. */
  public static PeerPolicy behindGateways(InetAddress address, AddressRange gateways) {
    return new PeerPolicy(List.of(gateways), address, false);
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
    return (isPublicOpen && isPublic(peer))
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
