package dev.otter.turn;

import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.address.KnownAddress;
import dev.otter.turn.address.PublicAddressTask;
import dev.otter.turn.gateway.TurnGateway;
import dev.otter.turn.others.OtherServers;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The gateway of a node in front of the servers of {@code turn.urls}, which it reaches from {@code
 * turn.host}. Used on one context.
 *
 * @param gateway in front
 * @param servers behind it
 * @param address what finds out the public IPv4 address; empty where it is known
 */
record OthersGateway(
    TurnGateway gateway, OtherServers servers, Optional<PublicAddressTask> address) {

  /**
   * Makes it; it does nothing yet, but where the public address is known it listens.
   *
   * @param node whose gateway it is
   * @param servers that it looks after
   */
  static OthersGateway of(RelayLaunching.Node node, OtherServers servers) {
    RelaysConfig relays = node.turn().relays();
    InetAddress local = LocalAddress.of(relays.host(), node.edgeHost());
    TurnGateway gateway = RelayLaunching.gateway(node, local, local);
    gateway.onDead(node.vertx(), servers::doubt);
    Consumer<String> told = RelayLaunching.telling(gateway);
    Optional<KnownAddress> known = KnownAddress.unasked(relays, local);
    known.ifPresent(each -> told.accept(each.ip()));
    return new OthersGateway(
        gateway,
        servers,
        known.isPresent() ? Optional.empty() : Optional.of(RelayLaunching.asking(node, told)));
  }

  void open() {
    address.ifPresent(PublicAddressTask::open);
    tell();
  }

  /** Says to the gateway which servers relay now. */
  void tell() {
    gateway.relays(servers.relaying(), List.of());
  }

  /** Ends all sessions, or has other nodes go on with them. */
  Future<Void> close() {
    address.ifPresent(PublicAddressTask::close);
    return gateway.close();
  }
}
