package dev.otter.turn;

import dev.otter.contract.config.KubernetesConfig;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.turn.address.AddressSource;
import dev.otter.turn.address.KnownAddress;
import dev.otter.turn.address.PublicAddress;
import dev.otter.turn.kubernetes.KubernetesAccess;
import dev.otter.turn.kubernetes.KubernetesDriver;
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
 */
public record RelayOutlook(
    TurnDriver driver, String why, Optional<String> address, String addressFrom) {

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
                        new RelayOutlook(choice.driver(), choice.why(), Optional.empty(), ""))
                    : withAddress(vertx, turn, edgeHost, choice));
  }

  private static Future<RelayOutlook> withAddress(
      Vertx vertx, TurnConfig turn, String edgeHost, DriverChoice choice) {
    if (choice.driver() == TurnDriver.KUBERNETES) {
      return inPods(vertx, turn, choice);
    }
    InetAddress local = LocalAddress.of(turn.relays().host(), edgeHost);
    Optional<KnownAddress> unasked = KnownAddress.unasked(turn.relays(), local);
    if (unasked.isPresent()) {
      return known(choice, unasked.get().ip(), unasked.get().from().how());
    }
    PublicAddress asked = new PublicAddress(vertx, AddressSource.DEFAULT);
    return asked
        .find()
        .compose(found -> known(choice, found, asked.names() + " agree"))
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
                    turn.relays().publicIp().isPresent() ? "turn.publicIp" : "each pod its own"));
  }

  private static Future<RelayOutlook> known(DriverChoice choice, String address, String from) {
    return Future.succeededFuture(
        new RelayOutlook(choice.driver(), choice.why(), Optional.of(address), from));
  }
}
