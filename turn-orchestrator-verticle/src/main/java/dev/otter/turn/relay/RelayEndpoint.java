package dev.otter.turn.relay;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

/**
 * Where a relay listens.
 *
 * @param publicIp the IPv4 address that clients use
 * @param localIp the IPv4 address at which this node reaches it
 * @param port UDP and TCP
 */
public record RelayEndpoint(String publicIp, String localIp, int port) {

  /** Checks that there are addresses. */
  public RelayEndpoint {
    Objects.requireNonNull(publicIp, "publicIp");
    Objects.requireNonNull(localIp, "localIp");
  }

  /** Where this node reaches it. */
  public InetSocketAddress local() {
    return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(localIp), port);
  }

  /** What browsers ask and relay through, for a gateway at an address and port: UDP only. */
  public static List<String> gatewayUrls(String ip, int port) {
    String at = ip + ":" + port;
    return List.of("stun:" + at, "turn:" + at + "?transport=udp");
  }

  /** What browsers ask and relay through, for a relay at an address and port. */
  public static List<String> urls(String ip, int port) {
    String at = ip + ":" + port;
    return List.of("stun:" + at, "turn:" + at + "?transport=udp", "turn:" + at + "?transport=tcp");
  }
}
