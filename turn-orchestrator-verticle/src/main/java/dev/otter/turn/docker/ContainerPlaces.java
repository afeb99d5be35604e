package dev.otter.turn.docker;

import dev.otter.contract.config.DockerConfig;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.ports.ListeningHosts;
import dev.otter.turn.ports.PortSlots;
import dev.otter.turn.ports.PortSlots.Slot;
import dev.otter.turn.relay.RelayEndpoint;
import dev.otter.turn.relay.RelayEndpoint.OwnNetwork;
import dev.otter.turn.relay.RelayId;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where relay containers are: at ports of their machine's network, or in a network of their own out
 * of which such ports are published. Used on one context.
 */
final class ContainerPlaces {

  private static final String ANY = "0.0.0.0";
  private static final int MOST_REFUSED = 256;

  /** What Docker says when somebody else has a port. */
  private static final Set<String> TAKEN =
      Set.of("port is already allocated", "address already in use");

  private final Vertx vertx;
  private final RelaysConfig config;
  private final DockerConfig docker;
  private final InetAddress local;
  private final RelayRules rules;
  private final RelayNetwork network;
  private final PortSlots slots;

  /** Ports that somebody has whom the book does not know. */
  private final Set<Integer> refused = new HashSet<>();

  /** The processes that the ports of places were handed to. */
  private final Map<Place, Long> holders = new HashMap<>();

  ContainerPlaces(
      Vertx vertx, DockerEngine engine, RelaysConfig config, InetAddress local, RelayRules rules) {
    this.vertx = vertx;
    this.config = config;
    this.docker = config.containers().docker();
    this.local = local;
    this.rules = rules;
    this.network = new RelayNetwork(engine, rules.allowedPeers());
    // The ports of another machine are in another book.
    this.slots =
        new PortSlots(
            docker.isRemote()
                ? Path.of(PortSlots.shared() + "-" + local.getHostAddress())
                : PortSlots.shared());
  }

  /**
   * A place for one relay.
   *
   * @param slot its ports
   * @param endpoint how it is reached there
   */
  record Place(Slot slot, RelayEndpoint endpoint) {}

  /**
   * Takes a place, until {@link #release}.
   *
   * @param id whose
   * @param publicIp what clients are told
   * @param ipv6 on which IPv6 address it listens besides, if this machine has that; empty where
   *     containers {@linkplain #takeIpv6 take} none
   * @param owner this node
   * @return fails with a reason in words where there is none
   */
  Future<Place> take(RelayId id, String publicIp, Optional<String> ipv6, String owner) {
    Set<Integer> avoid = Set.copyOf(refused);
    return vertx
        .executeBlocking(() -> takePorts(ipv6, avoid))
        .compose(
            taken ->
                ownNetwork(owner)
                    .map(
                        own ->
                            new Place(
                                taken.slot,
                                endpoint(id, taken.slot, publicIp, own).withIpv6(taken.ipv6)))
                    .recover(
                        failure ->
                            releasePorts(taken.slot, ProcessHandle.current().pid())
                                .transform(done -> Future.failedFuture(failure))));
  }

  /** Whether containers can listen on an IPv6 address of this machine. */
  boolean takeIpv6() {
    return !docker.ownNetwork() && !docker.isRemote();
  }

  private Taken takePorts(Optional<String> ipv6, Set<Integer> avoid) throws IOException {
    if (docker.isRemote()) {
      // Which ports of another machine are free, its daemon says when it starts the container.
      return new Taken(slots.take(port -> true, config, avoid), Optional.empty());
    }
    ListeningHosts hosts = ListeningHosts.here(local, ipv6);
    return new Taken(slots.take(hosts::areFree, config, avoid), hosts.ipv6());
  }

  private record Taken(Slot slot, Optional<String> ipv6) {}

  /** What its relay is told. */
  CoturnSettings settings(RelayId id, Place place) {
    RelayEndpoint at = place.endpoint;
    return at.network().isPresent()
        ? CoturnSettings.inOwnNetwork(rules, id.value(), at.ownAddress(), place.slot, at.publicIp())
        : CoturnSettings.of(rules, id.value(), local, place.slot, at.publicIp())
            .withIpv6(at.ipv6());
  }

  /** How a container there is to be published; empty on the network of its machine. */
  Optional<PublishedPorts> published(Place place, String owner) {
    return place
        .endpoint
        .network()
        .map(
            own ->
                new PublishedPorts(
                    RelayNetwork.name(owner),
                    own.ip(),
                    docker.isRemote() ? ANY : local.getHostAddress(),
                    docker.isRemote() ? Optional.of(local.getHostAddress()) : Optional.empty()));
  }

  /** Whether a relay that would be launched now could have that place. */
  boolean isCurrent(Place place) {
    return place.endpoint.network().isPresent() == docker.ownNetwork()
        && place.endpoint.localIp().equals(local.getHostAddress())
        && config.publicIp().map(place.endpoint.publicIp()::equals).orElse(true);
  }

  /**
   * The place is a running container's.
   *
   * @param pid of its process on its machine; 0 where it has none
   */
  Future<Void> use(Place place, long pid) {
    place.endpoint.network().ifPresent(network::use);
    // A process of another machine says nothing here: the ports are this node's.
    long holder = docker.isRemote() ? ProcessHandle.current().pid() : pid;
    if (holder == 0) {
      return Future.succeededFuture();
    }
    return vertx
        .executeBlocking(
            () -> {
              slots.hand(place.slot, holder);
              return null;
            })
        .onSuccess(done -> holders.put(place, holder))
        .mapEmpty();
  }

  /** The container did not start; others are tried first where somebody had its ports. */
  void failed(Place place, Throwable why) {
    String said = String.valueOf(why.getMessage());
    if (TAKEN.stream().anyMatch(said::contains)) {
      if (refused.size() > MOST_REFUSED) {
        refused.clear();
      }
      refused.add(place.slot.listeningPort());
      refused.add(place.slot.relayPorts().first());
    }
  }

  /** Gives a place back. */
  Future<Void> release(Place place) {
    place.endpoint.network().ifPresent(network::release);
    Long holder = holders.remove(place);
    return releasePorts(place.slot, holder == null ? ProcessHandle.current().pid() : holder);
  }

  /** Removes the network of a node that has no relays any more. */
  Future<Void> removeNetwork(String owner) {
    return network.remove(owner);
  }

  private Future<Optional<OwnNetwork>> ownNetwork(String owner) {
    return docker.ownNetwork()
        ? network.take(owner).map(Optional::of)
        : Future.succeededFuture(Optional.empty());
  }

  private RelayEndpoint endpoint(RelayId id, Slot slot, String publicIp, Optional<OwnNetwork> own) {
    return new RelayEndpoint(
        publicIp,
        local.getHostAddress(),
        slot.listeningPort(),
        own.map(at -> rules.console(id.value(), slot, consoleAddress(at)))
            .orElseGet(() -> rules.console(id.value(), slot)),
        own,
        Optional.empty());
  }

  /** This machine has an address in the network and reaches the console there: not published. */
  private InetAddress consoleAddress(OwnNetwork own) {
    return docker.isRemote() ? local : NetUtil.createInetAddressFromIpAddressString(own.ip());
  }

  private Future<Void> releasePorts(Slot slot, long holder) {
    return vertx.executeBlocking(
        () -> {
          slots.release(slot, holder);
          return null;
        });
  }
}
