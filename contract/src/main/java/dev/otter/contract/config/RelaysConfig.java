package dev.otter.contract.config;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The TURN servers that a node launches itself; without effect with the drivers {@code static} and
 * {@code none}.
 *
 * @param count how many the node keeps running
 * @param host the address of this machine that they listen on; empty means loopback where the
 *     public edge is bound to loopback, else this machine's own address
 * @param port the first one's listening port, default {@value #DEFAULT_PORT}; each further one
 *     takes the next port that is free on this machine
 * @param relayPorts the UDP ports that they relay from; each relay takes {@value #PORTS_PER_RELAY}
 *     of them, or {@value #PUBLISHED_PORTS_PER_RELAY} where they must be published
 * @param publicIp the IPv4 address that the outside knows; empty means that it is found out
 * @param publicIpv6 an IPv6 address of this machine that they listen on besides, as RFC 5952 writes
 *     it; empty means that it is found out where publicIp is, and that there is none elsewhere
 * @param allowedPeers what a relay may reach besides public addresses
 * @param containers where and from what they are run as containers
 * @param tls what they show over TLS; empty means that they are not reached so
 */
public record RelaysConfig(
    RelayCount count,
    Optional<String> host,
    int port,
    PortRange relayPorts,
    Optional<String> publicIp,
    Optional<String> publicIpv6,
    List<AddressRange> allowedPeers,
    RelayContainers containers,
    Optional<RelayTls> tls) {

  /** Default of {@code turn.port}: the registered port of STUN and TURN. */
  public static final int DEFAULT_PORT = 3478;

  /** Default of {@code turn.relayPorts}: the dynamic ports of RFC 6335. */
  public static final PortRange DEFAULT_RELAY_PORTS = new PortRange(49_152, 65_535);

  /** How many relayed addresses one relay can hand out. */
  public static final int PORTS_PER_RELAY = 512;

  /**
   * The same for a relay in a network of its own: a Docker daemon starts a process for each port.
   */
  public static final int PUBLISHED_PORTS_PER_RELAY = 64;

  /** Fewest ports of a gateway: each of its sessions has one, which then rests for a minute. */
  public static final int FEWEST_GATEWAY_PORTS = 64;

  /** What a node launches when nothing is configured. */
  public static final RelaysConfig DEFAULT =
      new RelaysConfig(
          RelayCount.DEFAULT,
          Optional.empty(),
          DEFAULT_PORT,
          DEFAULT_RELAY_PORTS,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          RelayContainers.DEFAULT,
          Optional.empty());

  /**
   * Checks the values.
   *
   * @throws InvalidOptionException naming the option that has an impossible value
   */
  public RelaysConfig {
    Objects.requireNonNull(relayPorts, "relayPorts");
    Objects.requireNonNull(count, "count");
    host.ifPresent(text -> requireIpv4("turn.host", text));
    publicIp.ifPresent(text -> requireIpv4("turn.publicIp", text));
    publicIpv6 = publicIpv6.map(RelaysConfig::ipv6);
    Ports.require("turn.port", 1, port);
    allowedPeers = List.copyOf(allowedPeers);
    Objects.requireNonNull(containers, "containers");
    Objects.requireNonNull(tls, "tls");
  }

  /**
   * Checks that there are enough {@link #relayPorts}.
   *
   * @param gateway whether they are those of a gateway, which each of its sessions takes one of
   * @throws InvalidOptionException naming the option
   */
  void requirePorts(boolean gateway) {
    int each = portsPerRelay();
    int needed = gateway ? FEWEST_GATEWAY_PORTS : count.most() * each;
    if (relayPorts.size() < needed) {
      throw InvalidOptionException.expected(
          "turn.relayPorts",
          gateway
              ? needed + " ports where turn.gateway is on"
              : each + " ports for each of the " + count.most() + " relays",
          relayPorts + " (" + relayPorts.size() + " ports)");
    }
  }

  /** Relays for which no IPv6 address is configured. */
  public RelaysConfig(
      RelayCount count,
      Optional<String> host,
      int port,
      PortRange relayPorts,
      Optional<String> publicIp,
      List<AddressRange> allowedPeers,
      RelayContainers containers,
      Optional<RelayTls> tls) {
    this(count, host, port, relayPorts, publicIp, Optional.empty(), allowedPeers, containers, tls);
  }

  /** How many ports each relay takes of {@link #relayPorts}. */
  public int portsPerRelay() {
    return containers.docker().ownNetwork() ? PUBLISHED_PORTS_PER_RELAY : PORTS_PER_RELAY;
  }

  /**
   * {@link #count}, with one relay for no more allocations than it has ports for: three quarters of
   * them, as a new one needs a while.
   */
  public RelayCount scaledCount() {
    int most = portsPerRelay() * 3 / 4;
    return containers.docker().ownNetwork() && count.allocations() > most
        ? new RelayCount(
            count.least(), count.most(), most, count.megabits(), count.upAfter(), count.downAfter())
        : count;
  }

  /**
   * The same relays behind a gateway that listens on {@link #port}: theirs are the ports after it,
   * as the gateway opens later than they may start. They relay from loopback, where {@link
   * #relayPorts} means nothing.
   */
  public RelaysConfig behindGateway() {
    return new RelaysConfig(
        count,
        host,
        port + 1,
        DEFAULT_RELAY_PORTS,
        publicIp,
        publicIpv6,
        allowedPeers,
        containers,
        tls);
  }

  /** A relay relays by IPv4 only: an IPv6 one would open the holes of IPv4-in-IPv6 addresses. */
  private static void requireIpv4(String optionName, String text) {
    if (!Hosts.isAddress(text) || text.indexOf(':') >= 0) {
      throw InvalidOptionException.expected(optionName, "an IPv4 address", text);
    }
  }

  /**
   * Of an IPv4 address in IPv6 form (RFC 4291, 2.5.5) the parser makes an IPv4 one: refused too.
   */
  private static String ipv6(String text) {
    InetAddress address =
        Hosts.isAddress(text) && text.indexOf(':') >= 0
            ? NetUtil.createInetAddressFromIpAddressString(text)
            : null;
    if (!(address instanceof Inet6Address ipv6)
        || ipv6.isAnyLocalAddress()
        || ipv6.isLinkLocalAddress()
        || ipv6.isMulticastAddress()) {
      throw InvalidOptionException.expected(
          "turn.publicIpv6", "an IPv6 address of this machine", text);
    }
    return NetUtil.toAddressString(ipv6);
  }
}
