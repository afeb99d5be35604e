package dev.otter.turn;

import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.turn.RelayIpv6;
import dev.otter.contract.turn.RelayWait;
import dev.otter.turn.address.AddressFamily;
import dev.otter.turn.address.KnownAddress;
import dev.otter.turn.address.OwnIpv6;
import dev.otter.turn.address.PublicAddressTask;
import dev.otter.turn.relay.Relay;
import dev.otter.turn.relay.RelayEndpoint;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The IPv6 address on which this node's relays listen besides, and what people are told of it.
 * Relays never wait for it. Used on one context.
 *
 * @param known where it is known without asking
 * @param asking what finds it out; empty where nobody is asked
 * @param told told of it, and of each change
 */
record RelayIpv6Address(
    Optional<KnownAddress> known, Optional<PublicAddressTask> asking, Consumer<String> told) {

  /**
   * Works out where it comes from. From nowhere behind a gateway, which speaks IPv4, and where
   * relays are in another network than this node.
   *
   * @param node whose relays they are
   * @param taken whether their driver takes one
   * @param local where they listen
   * @param told told of it, and of each change
   */
  static RelayIpv6Address of(
      RelayLaunching.Node node, boolean taken, InetAddress local, Consumer<String> told) {
    TurnConfig turn = node.turn();
    if (!taken || turn.gateway()) {
      return new RelayIpv6Address(Optional.empty(), Optional.empty(), told);
    }
    boolean asks = OwnIpv6.isAskedFor(turn.relays(), local, node.sources());
    return new RelayIpv6Address(
        KnownAddress.unaskedIpv6(turn.relays()),
        asks ? Optional.of(asking(node, told)) : Optional.empty(),
        told);
  }

  private static PublicAddressTask asking(RelayLaunching.Node node, Consumer<String> told) {
    OwnIpv6 own = new OwnIpv6(node.vertx(), node.sources());
    return new PublicAddressTask(
        node.vertx(), AddressFamily.IPV6, own.names(), own::find, node.clock(), told);
  }

  /** Begins. */
  void open() {
    known.ifPresent(each -> told.accept(each.ip()));
    asking.ifPresent(PublicAddressTask::open);
  }

  /** Ends. */
  void close() {
    asking.ifPresent(PublicAddressTask::close);
  }

  /** What people are told of a relay; null where it is not meant to have one, and has none. */
  RelayIpv6 of(Relay relay) {
    Optional<String> listening = relay.endpoint().flatMap(RelayEndpoint::ipv6);
    if (listening.isPresent()) {
      return listening(relay, listening.get());
    }
    return known.isEmpty() && asking.isEmpty() ? null : not(null, whyNone(relay));
  }

  private RelayIpv6 listening(Relay relay, String ip) {
    if (!relay.isReachedByIpv6()) {
      return not(ip, relay.pass().flatMap(pass -> pass.ipv6Fault()).orElse("it is not tested yet"));
    }
    return now()
        .filter(each -> each.ip().equals(ip))
        .map(each -> new RelayIpv6(ip, true, each.from().how(), each.from().since()))
        .orElseGet(() -> new RelayIpv6(ip, true, "it was launched with this one", null));
  }

  private String whyNone(Relay relay) {
    if (relay.endpoint().isEmpty()) {
      return "it is being launched";
    }
    return now()
        .map(
            each ->
                "it does not listen on "
                    + each.ip()
                    + ": this machine did not have that when it was launched, or it was not known")
        .orElseGet(
            () ->
                asking
                    .flatMap(PublicAddressTask::trouble)
                    .map(RelayWait::reason)
                    .orElse("it is being asked for"));
  }

  private Optional<KnownAddress> now() {
    return known.or(() -> asking.flatMap(PublicAddressTask::known));
  }

  private static RelayIpv6 not(String ip, String why) {
    return new RelayIpv6(ip, false, why, null);
  }
}
