package dev.otter.turn.address;

import dev.otter.contract.config.PublicAddresses;
import dev.otter.contract.config.RelaysConfig;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Finds out the public IPv6 address of this machine once. Nobody is asked where no interface has
 * one. What the sources answer must be an interface's: a relay can only listen there. Used on one
 * context.
 */
public final class OwnIpv6 {

  private final Vertx vertx;
  private final PublicAddress sources;
  private final Callable<Set<InetAddress>> interfaces;

  /**
   * Makes a finder of the current context.
   *
   * @param vertx whose sockets are used; its worker threads look at the interfaces
   * @param sources who is asked, of both families; at least two of IPv6
   */
  public OwnIpv6(Vertx vertx, List<AddressSource> sources) {
    this(vertx, sources, OwnIpv6::ofInterfaces);
  }

  /** The same with other interfaces than this machine's. */
  OwnIpv6(Vertx vertx, List<AddressSource> sources, Callable<Set<InetAddress>> interfaces) {
    this.vertx = vertx;
    this.sources = new PublicAddress(vertx, AddressSource.of(AddressFamily.IPV6, sources));
    this.interfaces = interfaces;
  }

  /**
   * Whether it is asked for on a node that launches relays on its own machine's network: not where
   * an operator names addresses, nor on one for this machine only.
   *
   * @param config what is configured
   * @param local where relays listen
   * @param sources who would be asked, of both families
   */
  public static boolean isAskedFor(
      RelaysConfig config, InetAddress local, List<AddressSource> sources) {
    return config.publicIp().isEmpty()
        && config.publicIpv6().isEmpty()
        && !local.isLoopbackAddress()
        && !AddressSource.of(AddressFamily.IPV6, sources).isEmpty();
  }

  /** Who is asked, and agrees when there is an answer. */
  public String names() {
    return sources.names();
  }

  /**
   * Looks and asks.
   *
   * @return an IPv6 address as RFC 5952 writes it; fails with a reason in words
   */
  public Future<String> find() {
    return vertx
        .executeBlocking(interfaces)
        .compose(
            own ->
                own.stream().anyMatch(PublicAddresses::contains)
                    ? sources.find().compose(found -> ofThisMachine(found, own))
                    : failure("this machine has no public IPv6 address"));
  }

  /** Without NAT, an address that is not the machine's own leads to another one. */
  private static Future<String> ofThisMachine(String found, Set<InetAddress> own) {
    return own.contains(NetUtil.createInetAddressFromIpAddressString(found))
        ? Future.succeededFuture(found)
        : failure(found + " is not an address of this machine");
  }

  private static Set<InetAddress> ofInterfaces() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(Inet6Address.class::isInstance)
        .collect(Collectors.toSet());
  }

  private static Future<String> failure(String why) {
    return Future.failedFuture(new IllegalStateException(why));
  }
}
