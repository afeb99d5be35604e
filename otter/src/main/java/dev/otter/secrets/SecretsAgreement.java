package dev.otter.secrets;

import dev.otter.auth.ApiKey;
import dev.otter.auth.ConfiguredApiKey;
import dev.otter.contract.config.OtterConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the secrets of this node's cluster: those the cluster has, else those in this node's file,
 * else new ones. The distributed map decides which of several nodes that start at once made them;
 * every node keeps the outcome in its file.
 */
public final class SecretsAgreement {

  private static final Logger LOG = LoggerFactory.getLogger(SecretsAgreement.class);

  private final Vertx vertx;
  private final OtterConfig config;
  private final SecretsFile file;
  private final AgreedSecrets agreed;
  private final InstantSource clock;

  /** Makes an agreement for a node with that configuration. */
  public SecretsAgreement(Vertx vertx, OtterConfig config, InstantSource clock) {
    this.vertx = vertx;
    this.config = config;
    this.clock = clock;
    this.agreed = new AgreedSecrets(vertx);
    this.file = new SecretsFile(config.dataDir());
  }

  /** Comes to the agreement; file access runs on a worker thread. */
  public Future<NodeSecrets> reach() {
    ApiKey fresh = ApiKey.random();
    return vertx
        .executeBlocking(file::read)
        .map(kept -> kept.orElseGet(() -> ClusterSecrets.random(fresh)))
        .compose(this::agree)
        .compose(secrets -> keep(secrets).map(kept -> nodeSecrets(secrets, fresh)));
  }

  private Future<ClusterSecrets> agree(ClusterSecrets mine) {
    return agreed
        .putIfAbsent(mine)
        .compose(
            theirs ->
                mine.isLaterThan(theirs.secrets())
                    ? bring(mine, theirs)
                    : Future.succeededFuture(theirs.secrets()));
  }

  /** A secret that was changed because it is known must not come back with who was away. */
  private Future<ClusterSecrets> bring(ClusterSecrets mine, AgreedSecrets.Entry theirs) {
    int number = mine.rotation().number() + 1;
    ClusterSecrets next = theirs.secrets().preparing(mine.turnSecret(), number, clock.instant());
    LOG.info("this node has a later turn secret than its cluster number={}", number);
    return agreed.replace(theirs, next).compose(done -> agree(mine));
  }

  private Future<Void> keep(ClusterSecrets secrets) {
    return vertx.executeBlocking(
        () -> {
          file.keep(secrets);
          return null;
        });
  }

  private NodeSecrets nodeSecrets(ClusterSecrets secrets, ApiKey fresh) {
    Optional<String> configured = config.auth().apiKey();
    boolean madeNow = secrets.apiKeyId().equals(fresh.keyId().value()) && configured.isEmpty();
    List<String> turnSecrets =
        config.turn().secrets().isEmpty() ? secrets.turnSecrets() : config.turn().secrets();
    return new NodeSecrets(
        configured.map(ConfiguredApiKey::of),
        configured.isPresent() ? Optional.empty() : Optional.of(secrets.apiKey(clock.instant())),
        secrets.signingKey(),
        turnSecrets,
        madeNow ? Optional.of(fresh.text()) : Optional.empty());
  }
}
