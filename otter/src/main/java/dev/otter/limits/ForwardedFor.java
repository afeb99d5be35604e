package dev.otter.limits;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.http.ClientAddress;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who a request comes from when trusted proxies stand in front: the last address in {@code
 * X-Forwarded-For} that is none of theirs. What stands before it anybody may have written. Safe for
 * any thread.
 */
final class ForwardedFor {

  private static final Logger LOG = LoggerFactory.getLogger(ForwardedFor.class);
  private static final String HEADER = "X-Forwarded-For";

  private final List<AddressRange> trusted;
  private final AtomicBoolean warned = new AtomicBoolean();

  ForwardedFor(List<AddressRange> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  InetAddress client(HttpServerRequest request) {
    InetAddress peer = ClientAddress.ofSocket(request);
    List<String> headers = request.headers().getAll(HEADER);
    if (headers.isEmpty()) {
      return peer;
    }
    if (!trusts(peer)) {
      warn(peer);
      return peer;
    }
    InetAddress client = peer;
    List<String> hops = hops(headers);
    for (int i = hops.size() - 1; i >= 0 && trusts(client); i--) {
      InetAddress hop = address(hops.get(i));
      if (hop == null) {
        return client;
      }
      client = hop;
    }
    return client;
  }

  private boolean trusts(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }

  private static List<String> hops(List<String> headers) {
    List<String> hops = new ArrayList<>();
    headers.forEach(header -> hops.addAll(List.of(header.split(",", -1))));
    return hops;
  }

  /** Some proxies add a port to IPv4 addresses. */
  private static InetAddress address(String hop) {
    String text = hop.strip();
    int colon = text.indexOf(':');
    boolean port = colon >= 0 && colon == text.lastIndexOf(':');
    return NetUtil.createInetAddressFromIpAddressString(port ? text.substring(0, colon) : text);
  }

  /** Once: it may as well be a client that wants to be somebody else. */
  private void warn(InetAddress peer) {
    if (warned.compareAndSet(false, true)) {
      LOG.warn(
          "a request has X-Forwarded-For, and http.trustedProxies does not name where it comes"
              + " from: the header is not believed. If that is a proxy of yours, name it, or all"
              + " its clients share the limits of one; level debug tells its address");
      LOG.debug("it came from a host that is not named address={}", peer.getHostAddress());
    }
  }
}
