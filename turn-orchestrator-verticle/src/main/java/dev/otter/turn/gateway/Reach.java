package dev.otter.turn.gateway;

import dev.otter.contract.config.AddressRange;
import dev.otter.turn.coturn.PeerPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Whom sessions may reach: public addresses, what is configured, and each other. The address at
 * which the gateway itself is known leads to its sessions only, never to what else listens there,
 * unless that is configured. Used on the event loop.
 */
final class Reach {

  private final List<AddressRange> allowed;
  private PeerPolicy policy;

  /**
   * Makes it.
   *
   * @param allowed what is open though it is not public
   * @param publicAddress where the gateway is, as the outside knows it
   */
  Reach(List<AddressRange> allowed, InetAddress publicAddress) {
    this.allowed = allowed;
    publicAddress(publicAddress);
  }

  /** Says where the gateway is now; sessions that are told another address keep it. */
  void publicAddress(InetAddress address) {
    policy = new PeerPolicy(allowed, address);
  }

  /** Where the gateway's sessions are, as the outside knows it. */
  InetAddress publicAddress() {
    return policy.ownAddress();
  }

  /** Whether a session may have a permission for an address. */
  boolean permits(InetAddress peer) {
    return policy.permits(peer);
  }

  /** Whether a peer may be a session of this gateway. */
  boolean isOwn(InetSocketAddress peer) {
    return peer.getAddress().equals(policy.ownAddress());
  }

  /** Whether data may go to a peer, and come from it, by the network. */
  boolean isOutside(InetAddress peer) {
    return policy.permits(peer)
        && (!peer.equals(policy.ownAddress())
            || allowed.stream().anyMatch(range -> range.contains(peer)));
  }
}
