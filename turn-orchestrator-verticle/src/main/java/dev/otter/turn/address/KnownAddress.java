package dev.otter.turn.address;

import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.turn.AddressFrom;
import dev.otter.turn.coturn.PeerPolicy;
import java.net.InetAddress;
import java.util.Optional;

/**
 * An address at which clients find relays, and how it is known.
 *
 * @param ip an IPv4 address in dotted decimals, or an IPv6 address as RFC 5952 writes it
 * @param from how it is known
 */
public record KnownAddress(String ip, AddressFrom from) {

  /**
   * The IPv4 address that is known without asking anybody.
   *
   * @param config what is configured
   * @param local where relays listen
   * @return empty where it must be asked for
   */
  public static Optional<KnownAddress> unasked(RelaysConfig config, InetAddress local) {
    if (config.publicIp().isPresent()) {
      return of(config.publicIp().get(), "turn.publicIp");
    }
    if (local.isLoopbackAddress()) {
      return of(local.getHostAddress(), "this node is for this machine only");
    }
    return PeerPolicy.isPublic(local)
        ? of(local.getHostAddress(), "the machine's own address is public")
        : Optional.empty();
  }

  /**
   * The IPv6 address that is known without asking anybody.
   *
   * @param config what is configured
   * @return empty where there is none, or it must be asked for
   */
  public static Optional<KnownAddress> unaskedIpv6(RelaysConfig config) {
    return config.publicIpv6().flatMap(ip -> of(ip, "turn.publicIpv6"));
  }

  private static Optional<KnownAddress> of(String ip, String how) {
    return Optional.of(new KnownAddress(ip, new AddressFrom(how, null)));
  }
}
