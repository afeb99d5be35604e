package dev.otter.launcher;

import dev.otter.auth.AuthSetup;
import dev.otter.contract.config.OtterConfig;
import dev.otter.contract.store.ApiKeyStore;
import dev.otter.contract.store.RevocationStore;
import dev.otter.contract.store.RoomStore;
import dev.otter.contract.store.WebhookStore;
import dev.otter.metrics.NodeMetrics;
import dev.otter.rooms.webhooks.SharedWebhooks;
import dev.otter.secrets.NodeSecrets;
import dev.otter.store.Database;
import dev.otter.store.StoreStanding;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node keeps beyond its own life: a database, or nothing in a cluster whose nodes share
 * none. A file of each node's own would there bring back what another node has ended.
 *
 * @param database the open database; null where nothing is kept
 */
record NodeStore(Database database) {

  private static final Logger LOG = LoggerFactory.getLogger(NodeStore.class);

  static Future<NodeStore> open(Vertx vertx, OtterConfig config) {
    if (config.keepsStore()) {
      return Database.open(vertx, config.store(), config.dataDir()).map(NodeStore::new);
    }
    LOG.warn(
        "no store.url: rooms, API keys made over the API, revocations and webhooks are kept by the"
            + " running nodes only, and are lost when the last of them stops; set store.url to a"
            + " PostgreSQL database that all nodes share");
    return Future.succeededFuture(new NodeStore(null));
  }

  RoomStore rooms() {
    return database == null ? RoomStore.none() : database.rooms();
  }

  /** Where nothing is kept, webhooks live as long as one node runs. */
  Future<WebhookStore> webhooks(Vertx vertx, InstantSource clock) {
    return database == null
        ? SharedWebhooks.open(vertx, clock)
        : Future.succeededFuture(database.webhooks());
  }

  AuthSetup authSetup(NodeSecrets secrets) {
    return new AuthSetup(
        secrets.signingKey(),
        secrets.configuredApiKey().stream().toList(),
        secrets.madeApiKey().stream().toList(),
        database == null ? ApiKeyStore.none() : database.keys(),
        database == null ? RevocationStore.none() : database.revocations());
  }

  /** Who knows how it is; empty where nothing is kept. */
  Optional<Supplier<StoreStanding>> standing() {
    return Optional.ofNullable(database).map(open -> open::standing);
  }

  void measure(NodeMetrics metrics) {
    if (database != null) {
      metrics.add(database.metrics());
    }
  }

  Future<Void> close() {
    return database == null ? Future.succeededFuture() : database.close();
  }
}
