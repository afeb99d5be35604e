package dev.otter.secrets;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.turn.AskTurnSecret;
import dev.otter.contract.turn.TurnSecretStanding;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this node follow the TURN secret of its cluster: looks each second what is agreed on, keeps
 * it in the node's file, has the orchestrator accept it, and says how far that is. The first node
 * brings a rotation to its next step. Runs on its own event-loop context.
 */
public final class TurnSecretDesk extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(TurnSecretDesk.class);
  private static final long PERIOD_MS = 1_000;

  /** So long after its last relay is handed out no more all nodes know that it is. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private final TurnSecretRotation rotation;
  private final SecretsFile file;
  private final Function<List<String>, Future<Boolean>> accept;
  private final LongSupplier nanoTime;
  private BusReplies replies;
  private ClusterSecrets kept;
  private int noted;
  private Optional<Long> knownSince = Optional.empty();
  private boolean busy;
  private boolean failing;

  /**
   * Makes the desk.
   *
   * @param rotation what is agreed on
   * @param dataDir where the node keeps its secrets
   * @param accept has this node's relays accept secrets, the one that signs first; says whether all
   *     that it hands out do
   * @param nanoTime as {@link System#nanoTime}
   */
  public TurnSecretDesk(
      TurnSecretRotation rotation,
      Path dataDir,
      Function<List<String>, Future<Boolean>> accept,
      LongSupplier nanoTime) {
    this.rotation = rotation;
    this.file = new SecretsFile(dataDir);
    this.accept = accept;
    this.nanoTime = nanoTime;
  }

  @Override
  public Future<?> start() {
    replies = new BusReplies(vertx);
    vertx.setPeriodic(PERIOD_MS, timer -> look());
    return replies.answer(
        BusAddress.TURN_SECRET_STANDING.at(rotation.self()),
        AskTurnSecret.class,
        question -> Future.succeededFuture(standing()));
  }

  @Override
  public Future<?> stop() {
    return replies.close();
  }

  private TurnSecretStanding standing() {
    String fixedBy = rotation.fixedHere().orElse(null);
    boolean settled =
        knownSince.map(since -> nanoTime.getAsLong() - since >= SETTLED.toNanos()).orElse(false);
    return new TurnSecretStanding(rotation.self(), noted, fixedBy != null || settled, fixedBy);
  }

  private void look() {
    if (busy) {
      return;
    }
    busy = true;
    Future.succeededFuture()
        .compose(now -> rotation.agreed(kept))
        .compose(there -> follow(there.secrets()).compose(done -> rotation.advance(there)))
        .onSuccess(done -> failing = false)
        .onFailure(this::failed)
        .onComplete(done -> busy = false);
  }

  /** Uses them, also where they cannot be written; but then it has not taken note of them. */
  private Future<Void> follow(ClusterSecrets now) {
    return used(now)
        .compose(known -> keep(now).map(known))
        .map(
            known -> {
              if (noted != now.rotation().number() || !known) {
                knownSince = Optional.empty();
              }
              if (known && knownSince.isEmpty()) {
                knownSince = Optional.of(nanoTime.getAsLong());
              }
              kept = now;
              noted = now.rotation().number();
              return null;
            });
  }

  private Future<Void> keep(ClusterSecrets now) {
    return now.equals(kept)
        ? Future.succeededFuture()
        : vertx.executeBlocking(
            () -> {
              file.keep(now);
              return null;
            });
  }

  private Future<Boolean> used(ClusterSecrets now) {
    return rotation.fixedHere().isPresent()
        ? Future.succeededFuture(true)
        : accept.apply(now.turnSecrets());
  }

  private void failed(Throwable failure) {
    if (!failing) {
      LOG.warn("the turn secret cannot be looked at because={}", failure.toString());
    }
    failing = true;
  }
}
