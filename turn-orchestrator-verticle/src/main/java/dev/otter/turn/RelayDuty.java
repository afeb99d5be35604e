package dev.otter.turn;

import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.KeyValueStores;
import dev.otter.turn.gateway.TurnGateway;
import dev.otter.turn.kubernetes.KubernetesAccess;
import dev.otter.turn.relay.ActingNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Function;

/**
 * When this node launches relays: its own always; those that all nodes of the cluster share while
 * it is the one that acts. Used on one context; what it launches now may be read by any thread.
 */
final class RelayDuty {

  private final NodeTag tag;
  private final TurnConfig turn;
  private final KeyValueStores stores;
  private Optional<ActingNode> acting = Optional.empty();
  private Optional<KubernetesAccess> kubernetes = Optional.empty();
  private volatile Optional<RelayLaunching> launching = Optional.empty();
  private volatile Optional<OthersGateway> others = Optional.empty();

  /**
   * Makes it; nothing is launched yet.
   *
   * @param tag this node
   * @param turn what is configured
   * @param stores what the nodes share
   */
  RelayDuty(NodeTag tag, TurnConfig turn, KeyValueStores stores) {
    this.tag = tag;
    this.turn = turn;
    this.stores = stores;
  }

  /** Has another API server than the one of the cluster that this is a pod of: for tests. */
  void kubernetes(KubernetesAccess access) {
    kubernetes = Optional.of(access);
  }

  /** What is launched now; empty where nothing is, and on a node that does not act. */
  Optional<RelayLaunching> launching() {
    return launching;
  }

  /** The gateway in front of what is launched now, or of others; empty where there is none. */
  Optional<TurnGateway> gateway() {
    return launching.flatMap(RelayLaunching::gateway).or(() -> others.map(OthersGateway::gateway));
  }

  /** Stands in front of servers that others launch, until {@link #close}. */
  Future<Void> stand(OthersGateway made) {
    others = Optional.of(made);
    made.open();
    return Future.succeededFuture();
  }

  /** Tells the gateway in front of others which of them relay, where there is one. */
  void tellOfOthers() {
    others.ifPresent(OthersGateway::tell);
  }

  /**
   * Begins.
   *
   * @param vertx whose current context is used
   * @param prepare makes what launches relays; asked each time that the node begins to act
   * @return fails when what is configured cannot be had
   */
  Future<?> begin(
      Vertx vertx, Function<Optional<KubernetesAccess>, Future<Optional<RelayLaunching>>> prepare) {
    if (turn.driver() != TurnDriver.KUBERNETES) {
      return launch(prepare.apply(Optional.empty()));
    }
    return access(vertx)
        .onSuccess(
            found -> {
              ActingNode node =
                  new ActingNode(
                      vertx,
                      stores.open("turn-acting"),
                      tag,
                      System::nanoTime,
                      () -> launch(prepare.apply(Optional.of(found))),
                      this::letGo);
              acting = Optional.of(node);
              node.open();
            });
  }

  /** Ends; relays that are shared go on. */
  Future<Void> close() {
    Optional<OthersGateway> ended = others;
    others = Optional.empty();
    return ended
        .map(OthersGateway::close)
        .orElseGet(Future::succeededFuture)
        .eventually(() -> acting.map(ActingNode::close).orElseGet(this::letGo));
  }

  private Future<KubernetesAccess> access(Vertx vertx) {
    return kubernetes
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                vertx.executeBlocking(
                    () ->
                        KubernetesAccess.here(
                            System.getenv(), turn.relays().containers().kubernetes().namespace())));
  }

  private Future<?> launch(Future<Optional<RelayLaunching>> prepared) {
    return prepared.compose(
        made -> {
          launching = made;
          return made.map(RelayLaunching::open).orElseGet(Future::succeededFuture);
        });
  }

  private Future<Void> letGo() {
    Optional<RelayLaunching> ended = launching;
    return ended
        .map(RelayLaunching::close)
        .orElseGet(Future::succeededFuture)
        .onComplete(
            done -> {
              if (launching.equals(ended)) {
                launching = Optional.empty();
              }
            });
  }
}
