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
 */
public record RelayEndpoint(String publicIp, String localIp, int port, ConsoleAccess console) {

  /** Checks that there are addresses. */
  public RelayEndpoint {
    Objects.requireNonNull(publicIp, "publicIp");
    Objects.requireNonNull(localIp, "localIp");
    Objects.requireNonNull(console, "console");
  }

  /** Where this node reaches it. */
  public InetSocketAddress local() {
    return new InetSocketAddress(localAddress(), port);
  }

  /** The address that it listens on and relays from. */
  public InetAddress localAddress() {
    return NetUtil.createInetAddressFromIpAddressString(localIp);
  }

  /** What browsers ask and relay through, for a gateway at an address and port: UDP only. */
  public static List<String> gatewayUrls(String ip, int port) {
    String at = ip + ":" + port;
    return List.of("stun:" + at, "turn:" + at + "?transport=udp");
  }

  /**
   * What browsers ask and relay through.
   *
   * @param tlsHost the name that its certificate is for; empty where it does not take TLS
   */
  public List<String> urls(Optional<String> tlsHost) {
    String at = publicIp + ":" + port;
    List<String> urls = new ArrayList<>();
    urls.add("stun:" + at);
    urls.add("turn:" + at + "?transport=udp");
    urls.add("turn:" + at + "?transport=tcp");
    tlsHost.ifPresent(host -> urls.add("turns:" + host + ":" + port + "?transport=tcp"));
    return urls;
  }
}
