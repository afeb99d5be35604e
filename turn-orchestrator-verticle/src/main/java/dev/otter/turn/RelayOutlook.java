package dev.otter.turn;

import dev.otter.contract.config.KubernetesConfig;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.turn.address.AddressFamily;
import dev.otter.turn.address.AddressSource;
import dev.otter.turn.address.KnownAddress;
import dev.otter.turn.address.OwnIpv6;
import dev.otter.turn.address.PublicAddress;
import dev.otter.turn.kubernetes.KubernetesAccess;
import dev.otter.turn.kubernetes.KubernetesDriver;
import dev.otter.turn.ports.ListeningHosts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What a node with this configuration would do about relays, worked out without doing it: for
 * people who look for what is wrong. It launches nothing and pulls no image.
 *
 * @param driver what would run them; {@link TurnDriver#NONE} where nothing can
 * @param why in words
 * @param address where clients would be told to find them; empty where no relays are launched
 * @param addressFrom how that address is known
 * @param ipv6 the same of IPv6, or why clients would not be told one, in words; empty where relays
 *     are not meant to have one
 */
public record RelayOutlook(
    TurnDriver driver, String why, Optional<String> address, String addressFrom, String ipv6) {

  /**
   * Works it out. Asks DNS for the public address as a node would: not on one that is bound to
   * loopback, nor where the address is known.
   *
   * @param vertx for files, Docker's socket and DNS
   * @param turn what is configured
   * @param edgeHost {@code http.host}
   * @param path the variable PATH; null for none
   * @return fails with a reason in words when what is configured cannot be had
   */
  public static Future<RelayOutlook> of(
      Vertx vertx, TurnConfig turn, String edgeHost, String path) {
    return DriverChoice.of(vertx, turn, path, false)
        .compose(
            choice ->
                choice.driver() == TurnDriver.NONE || choice.driver() == TurnDriver.STATIC
                    ? Future.succeededFuture(
                        new RelayOutlook(choice.driver(), choice.why(), Optional.empty(), "", ""))
                    : withAddress(vertx, turn, edgeHost, choice));
  }

  private static Future<RelayOutlook> withAddress(
      Vertx vertx, TurnConfig turn, String edgeHost, DriverChoice choice) {
    if (choice.driver() == TurnDriver.KUBERNETES) {
      return inPods(vertx, turn, choice);
    }
    InetAddress local = LocalAddress.of(turn.relays().host(), edgeHost);
    Optional<KnownAddress> unasked = KnownAddress.unasked(turn.relays(), local);
    Future<String> ipv6 = ipv6(vertx, turn, local, choice);
    if (unasked.isPresent()) {
      return known(choice, unasked.get().ip(), unasked.get().from().how(), ipv6);
    }
    PublicAddress asked =
        new PublicAddress(vertx, AddressSource.of(AddressFamily.IPV4, AddressSource.DEFAULT));
    return asked
        .find()
        .compose(found -> known(choice, found, asked.names() + " agree", ipv6))
        .recover(
            failure ->
                Future.failedFuture(
                    new IllegalStateException(
                        "the public address is not found out: "
                            + failure.getMessage()
                            + "; set turn.publicIp")));
  }

  private static Future<RelayOutlook> inPods(Vertx vertx, TurnConfig turn, DriverChoice choice) {
    KubernetesConfig config = turn.relays().containers().kubernetes();
    return vertx
        .executeBlocking(() -> KubernetesAccess.here(System.getenv(), config.namespace()))
        .compose(access -> KubernetesDriver.usable(vertx, access, config))
        .map(
            done ->
                new RelayOutlook(
                    choice.driver(),
                    choice.why() + ", and the API server answers",
                    turn.relays().publicIp(),
                    turn.relays().publicIp().isPresent() ? "turn.publicIp" : "each pod its own",
                    ""));
  }

  /** Never fails: relays do without one. */
  private static Future<String> ipv6(
      Vertx vertx, TurnConfig turn, InetAddress local, DriverChoice choice) {
    boolean apart =
        choice.driver() == TurnDriver.DOCKER && turn.relays().containers().docker().ownNetwork();
    if (turn.gateway() || apart) {
      return Future.succeededFuture("");
    }
    Optional<KnownAddress> unasked = KnownAddress.unaskedIpv6(turn.relays());
    if (unasked.isPresent()) {
      String ip = unasked.get().ip();
      return vertx
          .executeBlocking(() -> ListeningHosts.here(local, Optional.of(ip)).ipv6().isPresent())
          .map(own -> ip + (own ? " (turn.publicIpv6)" : " is not an address of this machine"));
    }
    if (!OwnIpv6.isAskedFor(turn.relays(), local, AddressSource.DEFAULT)) {
      return Future.succeededFuture("");
    }
    OwnIpv6 own = new OwnIpv6(vertx, AddressSource.DEFAULT);
    return own.find()
        .map(found -> found + " (" + own.names() + " agree)")
        .otherwise(Throwable::getMessage);
  }

  private static Future<RelayOutlook> known(
      DriverChoice choice, String address, String from, Future<String> ipv6) {
    return ipv6.map(
        said -> new RelayOutlook(choice.driver(), choice.why(), Optional.of(address), from, said));
  }
}
