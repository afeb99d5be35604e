package dev.otter.secrets;

import dev.otter.auth.ApiKey;
import dev.otter.auth.ConfiguredApiKey;
import dev.otter.contract.bus.WireJson;
import dev.otter.contract.config.OtterConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds the secrets of this node's cluster: those the cluster has, else those in this node's file,
 * else new ones. The distributed map decides which of several nodes that start at once made them;
 * every node keeps the outcome in its file.
 */
public final class SecretsAgreement {

  private static final String MAP = "otter.secrets";
  private static final String ENTRY = "v1";

  private final Vertx vertx;
  private final OtterConfig config;
  private final SecretsFile file;

  /** Makes an agreement for a node with that configuration. */
  public SecretsAgreement(Vertx vertx, OtterConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.file = new SecretsFile(config.dataDir());
  }

  /** Comes to the agreement; file access runs on a worker thread. */
  public Future<NodeSecrets> reach() {
    ApiKey fresh = ApiKey.random();
    return vertx
        .executeBlocking(file::read)
        .map(kept -> kept.orElseGet(() -> ClusterSecrets.random(fresh)))
        .compose(this::agree)
        .compose(agreed -> keep(agreed).map(kept -> nodeSecrets(agreed, fresh)));
  }

  private Future<ClusterSecrets> agree(ClusterSecrets mine) {
    return vertx
        .sharedData()
        .<String, String>getAsyncMap(MAP)
        .compose((AsyncMap<String, String> map) -> map.putIfAbsent(ENTRY, WireJson.write(mine)))
        .map(theirs -> theirs == null ? mine : WireJson.read(theirs, ClusterSecrets.class));
  }

  private Future<Void> keep(ClusterSecrets agreed) {
    return vertx.executeBlocking(
        () -> {
          if (!file.read().equals(Optional.of(agreed))) {
            file.write(agreed);
          }
          return null;
        });
  }

  private NodeSecrets nodeSecrets(ClusterSecrets agreed, ApiKey fresh) {
    Optional<String> configured = config.auth().apiKey();
    boolean madeNow = agreed.apiKeyId().equals(fresh.keyId().value()) && configured.isEmpty();
    List<String> turnSecrets =
        config.turn().secrets().isEmpty() ? List.of(agreed.turnSecret()) : config.turn().secrets();
    return new NodeSecrets(
        configured.map(ConfiguredApiKey::of),
        configured.isPresent() ? Optional.empty() : Optional.of(agreed.apiKey(Instant.now())),
        agreed.signingKey(),
        turnSecrets,
        madeNow ? Optional.of(fresh.text()) : Optional.empty());
  }
}
