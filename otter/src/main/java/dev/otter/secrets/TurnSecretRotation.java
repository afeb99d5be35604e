package dev.otter.secrets;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.turn.AskTurnSecret;
import dev.otter.contract.turn.TurnSecretStanding;
import dev.otter.turn.TurnCredentials;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the TURN secret of a cluster for a new one in three steps, each a compare-and-set of what
 * is agreed on: the new one is made known; when all nodes and all relays know it, it signs; when
 * all credentials of the one before have ended, that is good no more. Safe for any thread.
 */
public final class TurnSecretRotation {

  /** What is signed at the last moment, by a node whose clock is behind, has ended by then. */
  static final Duration OVERLAP = TurnCredentials.LIFETIME.plusMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(TurnSecretRotation.class);
  private static final String SECRET = "turn.secret";
  private static final String URLS = "turn.urls";

  private final Node node;
  private final AgreedSecrets agreed;
  private final BusRequests bus;

  /**
   * What a node is, as far as its TURN secret needs it.
   *
   * @param vertx its own
   * @param tag which node
   * @param turn what is configured
   * @param nodes which nodes there are at this moment, the oldest first
   * @param gate whether it may act for its cluster
   * @param clock the time of day
   */
  public record Node(
      Vertx vertx,
      NodeTag tag,
      TurnConfig turn,
      Supplier<List<NodeTag>> nodes,
      ServingGate gate,
      InstantSource clock) {}

  /** Makes it for a node. */
  public TurnSecretRotation(Node node) {
    this.node = node;
    this.agreed = new AgreedSecrets(node.vertx);
    this.bus = new BusRequests(node.vertx);
  }

  /**
   * How far it is.
   *
   * @param rotatedAt since when the secret of now signs; empty where it is the first one, or none
   *     of Otter's
   * @param previousUntil until when the one before is good; empty where it is not
   * @param refusal why it cannot be changed now; empty where it can
   */
  record State(
      Optional<Instant> rotatedAt,
      Optional<Instant> previousUntil,
      Optional<RefusedException> refusal) {}

  NodeTag self() {
    return node.tag;
  }

  /** The option that has this node take another secret than the cluster's; empty for none. */
  Optional<String> fixedHere() {
    if (!node.turn.secrets().isEmpty()) {
      return Optional.of(SECRET);
    }
    return node.turn.driver() == TurnDriver.STATIC ? Optional.of(URLS) : Optional.empty();
  }

  /**
   * What is agreed on.
   *
   * @param mine what this node has kept of it, in case that the cluster has lost it; null when it
   *     has not yet read it
   */
  Future<AgreedSecrets.Entry> agreed(ClusterSecrets mine) {
    return mine == null ? agreed.read() : agreed.readOr(mine);
  }

  /** How far it is, as all nodes see it. */
  Future<State> state() {
    return agreed.read().compose(there -> standings().map(all -> state(there.secrets(), all)));
  }

  /**
   * Begins a rotation; fails with a refusal when that cannot be.
   *
   * @param by whose API key asked for it
   */
  Future<State> rotate(KeyId by) {
    if (!node.gate.decides()) {
      throw new RefusedException(ErrorCode.NOT_READY, "this node is cut off from its cluster");
    }
    return agreed
        .read()
        .compose(
            there ->
                standings()
                    .compose(
                        all -> {
                          state(there.secrets(), all).refusal.ifPresent(TurnSecretRotation::refuse);
                          return begin(there, by);
                        }))
        .compose(begun -> state());
  }

  /** Brings a rotation to its next step, on the node whose affair that is, when it is time. */
  Future<Void> advance(AgreedSecrets.Entry there) {
    boolean mine = node.nodes.get().stream().findFirst().equals(Optional.of(node.tag));
    if (!mine || !node.gate.decides()) {
      return Future.succeededFuture();
    }
    TurnRotation rotation = there.secrets().rotation();
    if (rotation.isOverlapping() && !node.clock.instant().isBefore(rotation.previousUntil())) {
      return step(there, there.secrets().ended(), "ended");
    }
    if (!rotation.isPreparing()) {
      return Future.succeededFuture();
    }
    return standings()
        .compose(
            all ->
                waitingFor(there.secrets(), all).isEmpty()
                    ? step(
                        there, there.secrets().switched(node.clock.instant(), OVERLAP), "signing")
                    : Future.succeededFuture());
  }

  private Future<Void> begin(AgreedSecrets.Entry there, KeyId by) {
    int number = there.secrets().rotation().number() + 1;
    ClusterSecrets next =
        there.secrets().preparing(ClusterSecrets.freshTurnSecret(), number, node.clock.instant());
    return agreed
        .replace(there, next)
        .map(
            mine -> {
              if (!mine) {
                refuse(
                    new RefusedException(
                        ErrorCode.TURN_SECRET_ROTATING,
                        "somebody else has just begun to rotate the TURN secret"));
              }
              LOG.info("the turn secret is rotated number={} keyId={}", number, by);
              return null;
            });
  }

  private Future<Void> step(AgreedSecrets.Entry there, ClusterSecrets next, String step) {
    return agreed
        .replace(there, next)
        .map(
            mine -> {
              if (mine) {
                LOG.info(
                    "the turn secret is one step further number={} step={}",
                    next.rotation().number(),
                    step);
              }
              return null;
            });
  }

  /** Of nodes that are just dying, and of those of another version, some do not answer. */
  private Future<List<Standing>> standings() {
    return Future.all(node.nodes.get().stream().map(this::ask).toList())
        .map(all -> all.<Standing>list());
  }

  private Future<Standing> ask(NodeTag tag) {
    return bus.ask(
            BusAddress.TURN_SECRET_STANDING, tag, new AskTurnSecret(), TurnSecretStanding.class)
        .map(said -> new Standing(tag, Optional.of(said)))
        .otherwise(new Standing(tag, Optional.empty()));
  }

  private record Standing(NodeTag node, Optional<TurnSecretStanding> said) {

    Optional<String> fixedBy() {
      return said.map(TurnSecretStanding::fixedBy);
    }

    boolean knows(int number) {
      return said.map(each -> each.fixedBy() != null || (each.rotation() == number && each.ready()))
          .orElse(false);
    }
  }

  private static List<NodeTag> waitingFor(ClusterSecrets secrets, List<Standing> all) {
    return all.stream()
        .filter(each -> !each.knows(secrets.rotation().number()))
        .map(Standing::node)
        .toList();
  }

  private static State state(ClusterSecrets secrets, List<Standing> all) {
    TurnRotation rotation = secrets.rotation();
    boolean fixed = all.stream().anyMatch(each -> each.fixedBy().isPresent());
    return new State(
        Optional.ofNullable(rotation.rotatedAt()).filter(at -> !fixed),
        Optional.ofNullable(rotation.previousUntil()).filter(at -> !fixed),
        refusal(secrets, all));
  }

  private static Optional<RefusedException> refusal(ClusterSecrets secrets, List<Standing> all) {
    TurnRotation rotation = secrets.rotation();
    for (Standing each : all) {
      if (each.fixedBy().isPresent()) {
        return Optional.of(fixed(each.node(), each.fixedBy().get()));
      }
    }
    if (rotation.isPreparing()) {
      return refused(
          ErrorCode.TURN_SECRET_ROTATING,
          "a new TURN secret is being made known" + waiting(waitingFor(secrets, all)));
    }
    if (rotation.isOverlapping()) {
      return refused(
          ErrorCode.TURN_SECRET_ROTATING,
          "the TURN secret before is still good: it can be rotated again from "
              + rotation.previousUntil()
              + " on");
    }
    List<NodeTag> silent =
        all.stream().filter(each -> each.said().isEmpty()).map(Standing::node).toList();
    return silent.isEmpty()
        ? Optional.empty()
        : refused(
            ErrorCode.TURN_SECRET_UNSURE,
            "these nodes do not answer, or are of a version that cannot rotate the TURN secret: "
                + names(silent));
  }

  private static String waiting(List<NodeTag> nodes) {
    return nodes.isEmpty()
        ? ": it is about to sign"
        : "; the relays of these nodes do not know it yet: " + names(nodes);
  }

  private static String names(List<NodeTag> nodes) {
    return nodes.stream().map(NodeTag::value).collect(Collectors.joining(", "));
  }

  private static RefusedException fixed(NodeTag node, String option) {
    List<String> words = new ArrayList<>();
    if (option.equals(SECRET)) {
      words.add("node " + node.value() + " has the TURN secret from the option turn.secret");
      words.add("rotate it there: old,new on all nodes, then new,old, then new (docs/turn.md)");
    } else {
      words.add("node " + node.value() + " hands out the servers of turn.urls");
      words.add("they know their secret from whoever runs them: set it as turn.secret");
      words.add("and rotate it there (docs/turn.md)");
    }
    return new RefusedException(ErrorCode.TURN_SECRET_CONFIGURED, String.join("; ", words));
  }

  private static Optional<RefusedException> refused(ErrorCode code, String words) {
    return Optional.of(new RefusedException(code, words));
  }

  private static void refuse(RefusedException refusal) {
    throw refusal;
  }
}
