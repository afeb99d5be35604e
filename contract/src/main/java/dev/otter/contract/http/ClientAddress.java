package dev.otter.contract.http;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Which address a request comes from, and what limits count as one address. */
public final class ClientAddress {

  private static final String KEY = "otter.client-address";
  private static final int IPV6_NETWORK_BYTES = 8;

  private ClientAddress() {}

  /** Notes where a request comes from, as a trusted proxy says; only the edge does. */
  public static void note(RoutingContext context, InetAddress address) {
    context.put(KEY, address);
  }

  /** Where a request comes from: as the edge noted it, or else the other end of its socket. */
  public static InetAddress of(RoutingContext context) {
    InetAddress noted = context.get(KEY);
    return noted == null ? ofSocket(context.request()) : noted;
  }

  /** The other end of a request's socket. */
  public static InetAddress ofSocket(HttpServerRequest request) {
    InetAddress address =
        NetUtil.createInetAddressFromIpAddressString(request.remoteAddress().hostAddress());
    if (address == null) {
      throw new IllegalStateException("a connection without an IP address");
    }
    return address;
  }

  /**
   * What counts as one address: an IPv6 client can take any address of its /64 network, so the
   * network is one.
   *
   * @return the bytes of it, in hexadecimal
   */
  public static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    int length = Math.min(bytes.length, IPV6_NETWORK_BYTES);
    return HexFormat.of().formatHex(Arrays.copyOf(bytes, length));
  }
}
