package dev.otter.contract.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What else must be set where relays are in containers that this machine's loopback cannot reach.
 */
final class DockerPlaces {

  private static final String NETWORK = "turn.dockerNetwork";

  private DockerPlaces() {}

  /**
   * Checks that relays can be reached, and can reach what they need.
   *
   * @throws InvalidOptionException naming the option that does not fit
   */
  static void require(RelaysConfig relays, boolean gateway, boolean redisDoor) {
    DockerConfig docker = relays.containers().docker();
    if (docker.ownNetwork() && (gateway || redisDoor)) {
      throw new InvalidOptionException(
          NETWORK,
          NETWORK
              + " must be host with "
              + (gateway ? "turn.gateway" : RedisDoorConfig.PORT_OPTION)
              + ", which TURN servers reach by an address of this machine, got "
              + docker.network());
    }
    if (docker.isRemote()) {
      requireRemote(relays, docker);
    }
  }

  private static void requireRemote(RelaysConfig relays, DockerConfig docker) {
    String remote = " where turn.dockerHost is another machine (" + docker.host() + ")";
    if (!docker.ownNetwork()) {
      // Which ports are free there, only that daemon knows, and only of those that it publishes.
      throw InvalidOptionException.expected(NETWORK, DockerConfig.OWN + remote, docker.network());
    }
    // The console's password goes there in clear.
    boolean inside = relays.host().map(DockerPlaces::isPrivate).orElse(false);
    if (!inside) {
      throw InvalidOptionException.expected(
          "turn.host",
          "the address of that machine in a private network that this node shares with it" + remote,
          relays.host().orElse(""));
    }
    if (relays.publicIp().isEmpty()) {
      throw InvalidOptionException.expected(
          "turn.publicIp", "set" + remote + ": it cannot be found out from here", "");
    }
  }

  private static boolean isPrivate(String ipv4) {
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(ipv4);
    return Optional.ofNullable(address)
        .map(
            each ->
                !PublicAddresses.contains(each)
                    && !each.isLoopbackAddress()
                    && !each.isAnyLocalAddress())
        .orElse(false);
  }
}
