package dev.otter.turn.gateway;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.PortRange;
import dev.otter.turn.TurnSecrets;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/**
 * What a gateway is told.
 *
 * @param host the IPv4 address of this machine that clients and peers reach; not null
 * @param port where clients send to
 * @param relayedPorts where the relayed addresses are
 * @param inside the IPv4 address on which the gateway and its relays find each other; not null
 * @param allowedPeers what sessions may reach besides public addresses and each other
 * @param answersAsAsked whether all that is sent goes back as what was sent came
 * @param secrets those of this moment; not null
 */
public record GatewaySettings(
    InetAddress host,
    int port,
    PortRange relayedPorts,
    InetAddress inside,
    List<AddressRange> allowedPeers,
    boolean answersAsAsked,
    TurnSecrets secrets) {

  /** Checks and copies. */
  public GatewaySettings {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(inside, "inside");
    allowedPeers = List.copyOf(allowedPeers);
    Objects.requireNonNull(secrets, "secrets");
  }

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "GatewaySettings[" + host.getHostAddress() + ":" + port + ", " + relayedPorts + "]";
  }
}
