package dev.otter.turn.relay;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What runs relays. All calls are made on the context of the fleet, and futures complete on it. A
 * driver never starts or ends a relay by itself.
 */
public interface RelayDriver {

  /** Its name in the configuration. */
  String name();

  /**
   * Whether all nodes of the cluster see the same relays. Then one node acts at a time, and relays
   * go on when it stops.
   */
  default boolean isShared() {
    return false;
  }

  /** Whether it finds out by itself by which address clients reach each relay. */
  default boolean findsAddresses() {
    return false;
  }

  /** Whether its relays are on this machine's network, and so can listen on its IPv6 address. */
  default boolean takesIpv6() {
    return false;
  }

  /**
   * How the address of a relay was found, with a driver that finds addresses.
   *
   * @param endpoint where the relay is
   * @return in words
   */
  default String addressFrom(RelayEndpoint endpoint) {
    throw new UnsupportedOperationException(name() + " finds no addresses");
  }

  /**
   * Finds the relays of this node that run, whoever launched them, and removes what dead ones left
   * behind. Asked once, before anything else.
   */
  Future<List<RunningRelay>> find();

  /**
   * Launches a relay.
   *
   * @param id its name
   * @param publicIp the address that clients are told; null with a driver that finds addresses
   * @param ipv6 the IPv6 address on which it listens besides, if this machine has that; without
   *     effect with a driver that does not take one
   * @return where it will listen, maybe before it does; fails with a reason in words
   */
  Future<RunningRelay> launch(RelayId id, String publicIp, Optional<String> ipv6);

  /** Launches a relay that listens on IPv4 only. */
  default Future<RunningRelay> launch(RelayId id, String publicIp) {
    return launch(id, publicIp, Optional.empty());
  }

  /** Ends a relay and removes what it leaves behind; one that is not there is no failure. */
  Future<Void> stop(RelayId id);

  /**
   * Has a running relay show the certificate that there is now. Connections that are open stay. It
   * fails where that cannot be; another relay then takes the place of this one.
   *
   * @param id which
   */
  Future<Void> renewCertificate(RelayId id);

  /** Calls back, with a reason, when a relay ends without having been stopped. */
  void onExit(BiConsumer<RelayId, String> handler);

  /** Lets go of what the driver holds; the relays go on. */
  Future<Void> close();
}
