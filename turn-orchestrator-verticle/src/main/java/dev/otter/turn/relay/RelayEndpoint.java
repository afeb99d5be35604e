package dev.otter.turn.relay;

import dev.otter.turn.coturn.ConsoleAccess;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a relay listens.
 *
 * @param publicIp the IPv4 address that clients use
 * @param localIp the IPv4 address at which this node reaches it
 * @param port UDP, TCP and TLS
 * @param console how it is asked who relays
 * @param network where it is in a network of its own; empty where it listens at {@code localIp}
 * @param ipv6 the IPv6 address of this machine that it listens on besides, and that clients may
 *     use; empty where it listens on none
 */
public record RelayEndpoint(
    String publicIp,
    String localIp,
    int port,
    ConsoleAccess console,
    Optional<OwnNetwork> network,
    Optional<String> ipv6) {

  /**
   * A network of relays only, out of which ports are published.
   *
   * @param ip the IPv4 address that the relay has there
   * @param gateway the IPv4 address that its machine has there
   */
  public record OwnNetwork(String ip, String gateway) {}

  /** Checks that there are addresses. */
  public RelayEndpoint {
    Objects.requireNonNull(publicIp, "publicIp");
    Objects.requireNonNull(localIp, "localIp");
    Objects.requireNonNull(console, "console");
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(ipv6, "ipv6");
  }

  /** A relay that listens where this node reaches it. */
  public RelayEndpoint(String publicIp, String localIp, int port, ConsoleAccess console) {
    this(publicIp, localIp, port, console, Optional.empty(), Optional.empty());
  }

  /** The same relay, listening on an IPv6 address too. */
  public RelayEndpoint withIpv6(Optional<String> ip) {
    return new RelayEndpoint(publicIp, localIp, port, console, network, ip);
  }

  /** Where this node reaches it. */
  public InetSocketAddress local() {
    return new InetSocketAddress(literal(localIp), port);
  }

  /** Where this node reaches it by IPv6; empty where it listens on no such address. */
  public Optional<InetSocketAddress> localIpv6() {
    return ipv6.map(ip -> new InetSocketAddress(literal(ip), port));
  }

  /** The address that it listens on and relays from. */
  public InetAddress ownAddress() {
    return literal(network.map(OwnNetwork::ip).orElse(localIp));
  }

  /** The address that clients use. */
  public InetAddress publicAddress() {
    return literal(publicIp);
  }

  /** What browsers ask and relay through, for a gateway at an address and port: UDP only. */
  public static List<String> gatewayUrls(String ip, int port) {
    String at = ip + ":" + port;
    return List.of("stun:" + at, "turn:" + at + "?transport=udp");
  }

  /**
   * What browsers ask and relay through. By IPv6 they relay only: what a STUN server says there,
   * without NAT, is an address that they know.
   *
   * @param tlsHost the name that its certificate is for; empty where it does not take TLS
   * @param byIpv6 whether it was proved that clients reach it by IPv6
   */
  public List<String> urls(Optional<String> tlsHost, boolean byIpv6) {
    String at = publicIp + ":" + port;
    List<String> urls = new ArrayList<>();
    urls.add("stun:" + at);
    urls.add("turn:" + at + "?transport=udp");
    urls.add("turn:" + at + "?transport=tcp");
    tlsHost.ifPresent(host -> urls.add("turns:" + host + ":" + port + "?transport=tcp"));
    if (byIpv6) {
      // In brackets: RFC 7065, 3.1, takes the host of RFC 3986, 3.2.2.
      ipv6.map(ip -> "turn:[" + ip + "]:" + port)
          .ifPresent(at6 -> urls.addAll(List.of(at6 + "?transport=udp", at6 + "?transport=tcp")));
    }
    return urls;
  }

  private static InetAddress literal(String ip) {
    return NetUtil.createInetAddressFromIpAddressString(ip);
  }
}
