package dev.otter.turn.ports;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of this machine that a relay is about to listen on. Blocking; safe for any thread.
 *
 * @param ipv4 always
 * @param ipv6 besides; empty where it listens on no IPv6 address
 */
public record ListeningHosts(InetAddress ipv4, Optional<String> ipv6) {

  private static final Logger LOG = LoggerFactory.getLogger(ListeningHosts.class);

  /** Any that is free. */
  private static final int ANY_PORT = 0;

  /**
   * With the IPv6 address only if this machine has it now: a CoTURN that cannot bind one of its
   * addresses tries for a minute, and then ends (seen with 4.6.1).
   *
   * @param ipv4 an address of this machine
   * @param ipv6 one that it may have
   */
  public static ListeningHosts here(InetAddress ipv4, Optional<String> ipv6) {
    Optional<String> own = ipv6.filter(ip -> PortSlots.canBind(literal(ip), ANY_PORT));
    if (ipv6.isPresent() && own.isEmpty()) {
      LOG.info("a relay listens on IPv4 only: not an address of this machine ip={}", ipv6.get());
    }
    return new ListeningHosts(ipv4, own);
  }

  /** Whether nobody has a port on any of them. */
  public boolean areFree(int port) {
    return PortSlots.canBind(ipv4, port)
        && ipv6.map(ip -> PortSlots.canBind(literal(ip), port)).orElse(true);
  }

  private static InetAddress literal(String ip) {
    return NetUtil.createInetAddressFromIpAddressString(ip);
  }
}
