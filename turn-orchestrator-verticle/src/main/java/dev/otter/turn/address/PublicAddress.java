package dev.otter.turn.address;

import dev.otter.turn.coturn.PeerPolicy;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds out a public address of this node once: every source must answer the same public address.
 * DNS answers can be forged, so one source alone is never believed. Used on one context.
 */
public final class PublicAddress {

  private final DnsClient dns;
  private final List<AddressSource> sources;

  /**
   * Makes a finder of the current context.
   *
   * @param vertx whose sockets are used
   * @param sources who is asked; at least two, of one family
   */
  public PublicAddress(Vertx vertx, List<AddressSource> sources) {
    if (sources.size() < 2) {
      throw new IllegalArgumentException("one source alone is never believed");
    }
    if (sources.stream().map(AddressSource::family).distinct().count() > 1) {
      throw new IllegalArgumentException("addresses of two families never agree");
    }
    this.dns = new DnsClient(vertx);
    this.sources = List.copyOf(sources);
  }

  /** Who is asked, and agrees when there is an answer. */
  public String names() {
    return sources.stream().map(AddressSource::name).collect(Collectors.joining(" and "));
  }

  /**
   * Asks all sources.
   *
   * @return an IPv4 address in dotted decimals, or an IPv6 address as RFC 5952 writes it; fails
   *     with a reason in words
   */
  public Future<String> find() {
    List<Future<InetAddress>> answers = new ArrayList<>();
    sources.forEach(source -> answers.add(ask(source, 0)));
    return Future.all(answers)
        .compose(
            done -> {
              List<InetAddress> found = answers.stream().map(Future::result).distinct().toList();
              return found.size() == 1
                  ? Future.succeededFuture(NetUtil.toAddressString(found.get(0)))
                  : Future.failedFuture(
                      new IllegalStateException(
                          "the sources do not agree: "
                              + found.stream()
                                  .map(NetUtil::toAddressString)
                                  .collect(Collectors.joining(", "))));
            });
  }

  private Future<InetAddress> ask(AddressSource source, int resolver) {
    return dns.ask(source.resolvers().get(resolver), source)
        .compose(
            address ->
                PeerPolicy.isPublic(address)
                    ? Future.succeededFuture(address)
                    : Future.failedFuture(
                        new IllegalStateException(
                            NetUtil.toAddressString(address) + " is no public address")))
        .recover(
            failure ->
                resolver + 1 < source.resolvers().size()
                    ? ask(source, resolver + 1)
                    : Future.failedFuture(
                        new IllegalStateException(source.name() + ": " + failure.getMessage())));
  }
}
