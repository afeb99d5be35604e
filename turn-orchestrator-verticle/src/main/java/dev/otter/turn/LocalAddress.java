package dev.otter.turn;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Optional;

/** Which address of this machine relays listen on. Nothing is looked up, nothing is sent. */
final class LocalAddress {

  private static final String LOOPBACK = "127.0.0.1";

  /** Nothing is sent to it: the system is only asked which address it would send from. */
  private static final InetSocketAddress FAR_AWAY = new InetSocketAddress("192.0.2.1", 9);

  private LocalAddress() {}

  /**
   * Works it out.
   *
   * @param configured {@code turn.host}
   * @param edgeHost {@code http.host}: a node that answers this machine only has relays for this
   *     machine only
   * @return an IPv4 address; loopback too where the machine has no other
   */
  static InetAddress of(Optional<String> configured, String edgeHost) {
    if (configured.isPresent()) {
      return literal(configured.get());
    }
    if (isLoopback(edgeHost)) {
      return literal(LOOPBACK);
    }
    boolean ipv4 = edgeHost.matches("[0-9.]+");
    if (ipv4 && !literal(edgeHost).isAnyLocalAddress()) {
      return literal(edgeHost);
    }
    return towardsTheInternet().or(LocalAddress::ofAnInterface).orElseGet(() -> literal(LOOPBACK));
  }

  /** The address by which programs of this machine find each other. */
  static InetAddress loopback() {
    return literal(LOOPBACK);
  }

  /** An IP address that is known to be one. */
  static InetAddress literal(String address) {
    InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(address);
    if (parsed == null) {
      throw new IllegalArgumentException("not an IP address: " + address);
    }
    return parsed;
  }

  /** Whether a host of the configuration is this machine only. */
  static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("::1") || host.matches("127\\.[0-9.]+");
  }

  private static Optional<InetAddress> towardsTheInternet() {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(FAR_AWAY);
      return usable(socket.getLocalAddress());
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static Optional<InetAddress> ofAnInterface() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .flatMap(address -> usable(address).stream())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<InetAddress> usable(InetAddress address) {
    return address instanceof Inet4Address
            && !address.isAnyLocalAddress()
            && !address.isLoopbackAddress()
            && !address.isLinkLocalAddress()
        ? Optional.of(address)
        : Optional.empty();
  }
}
