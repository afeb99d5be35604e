package dev.otter.deploy.docker;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.InvalidOptionException;
import dev.otter.contract.config.PortRange;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.deploy.DeployException;
import dev.otter.deploy.DeployOptions;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The TURN servers, checked.
 *
 * @param place where they are
 * @param count how many; inside of nodes, of each one
 * @param publicIp where browsers reach them
 * @param host where they listen, an address of the engine's machine
 * @param port of the first one, or of the gateway
 * @param ports that media is relayed from
 * @param allowedPeers networks that they may reach though they are not public
 */
record RelaySettings(
    RelayPlace place,
    int count,
    String publicIp,
    InetAddress host,
    int port,
    PortRange ports,
    List<AddressRange> allowedPeers) {

  private static final int MOST = 16;
  private static final int PORTS_EACH = 512;

  private static final int MOST_PUBLISHED = 1024;

  /** Linux gives these to whoever asks for any: what came to them would go to a node. */
  private static final PortRange EPHEMERAL = new PortRange(32_768, 60_999);

  /**
   * Checks what is wanted.
   *
   * @throws DeployException naming the option, what came and what is allowed
   */
  static RelaySettings of(DeployOptions options, boolean isLocal) {
    RelayPlace place = place(options);
    boolean gateway = place != RelayPlace.MACHINE;
    int count = DockerSettings.number("--relays", options.relays(), gateway ? 1 : 0, MOST);
    String publicIp = options.publicIp();
    if (publicIp == null && count > 0 && !isLocal) {
      throw DeployException.wrongUse(
          "--public-ip is needed where --public-url is not one of localhost: the IPv4 address at"
              + " which browsers reach the TURN servers (or --relays 0: none)");
    }
    String reached =
        publicIp == null
            ? DockerSettings.LOOPBACK
            : DockerSettings.address("--public-ip", publicIp).getHostAddress();
    InetAddress host =
        DockerSettings.address(
            "--relay-host", Optional.ofNullable(options.relayHost()).orElse(reached));
    PortRange ports;
    List<AddressRange> allowed = new ArrayList<>();
    try {
      ports =
          PortRange.parse(
              "--relay-ports",
              Optional.ofNullable(options.relayPorts())
                  .orElse(gateway ? DeployOptions.GATEWAY_PORTS : DeployOptions.RELAY_PORTS));
      options
          .allowedPeers()
          .forEach(each -> allowed.add(AddressRange.parse("--allowed-peers", each)));
    } catch (InvalidOptionException e) {
      throw DeployException.wrongUse(e.getMessage());
    }
    int port =
        DockerSettings.number(
            "--relay-port", options.relayPort(), 1, DockerSettings.LAST_PORT - MOST);
    if (gateway) {
      requirePublished(ports, port);
    } else if (ports.size() < count * PORTS_EACH) {
      throw DockerSettings.wrong(
          "--relay-ports", count * PORTS_EACH + " ports for " + count + " TURN servers", ports);
    }
    return new RelaySettings(place, count, reached, host, port, ports, List.copyOf(allowed));
  }

  /** Whether one address leads to all nodes, and they stand in front of the servers. */
  boolean gateway() {
    return place != RelayPlace.MACHINE;
  }

  private static RelayPlace place(DeployOptions options) {
    if (!options.gateway() && options.relayContainers()) {
      throw DeployException.wrongUse(
          "--relay-containers is for --gateway: without it each TURN server has a container");
    }
    if (!options.gateway() && !options.routerImage().equals(DeployOptions.ROUTER_IMAGE)) {
      throw DeployException.wrongUse("--router-image is for --gateway");
    }
    if (!options.gateway()) {
      return RelayPlace.MACHINE;
    }
    if (options.relayContainers()) {
      return RelayPlace.NETWORK;
    }
    if (!options.relayImage().equals(DeployOptions.RELAY_IMAGE)) {
      throw DeployException.wrongUse(
          "--relay-image is not for --gateway alone: there the TURN servers are in the image of a"
              + " node; with --relay-containers they are in one of their own");
    }
    return RelayPlace.NODES;
  }

  private static void requirePublished(PortRange ports, int port) {
    if (overlap(ports, EPHEMERAL)
        || ports.size() > MOST_PUBLISHED
        || ports.size() < RelaysConfig.FEWEST_GATEWAY_PORTS) {
      throw DockerSettings.wrong(
          "--relay-ports",
          RelaysConfig.FEWEST_GATEWAY_PORTS
              + " to "
              + MOST_PUBLISHED
              + " ports with --gateway, and none of "
              + EPHEMERAL
              + ", from which nodes ask others",
          ports);
    }
    if (overlap(ports, new PortRange(port, port))
        || overlap(new PortRange(port, port), EPHEMERAL)) {
      throw DockerSettings.wrong(
          "--relay-port", "none of --relay-ports, and none of " + EPHEMERAL + ",", port);
    }
  }

  private static boolean overlap(PortRange one, PortRange other) {
    return one.first() <= other.last() && other.first() <= one.last();
  }
}
