package dev.otter.auth;

import dev.otter.contract.store.ApiKeyStore;
import dev.otter.contract.store.RevocationStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Room tokens of a cluster that has no API keys. */
final class TestTokens {

  private TestTokens() {}

  static RoomTokens ofClusterOnly(Vertx vertx, SigningKey key, InstantSource clock) {
    SharedApiKeys keys =
        done(SharedApiKeys.open(vertx, new ApiKeys(List.of()), ApiKeyStore.none()));
    Revocations revocations =
        done(Revocations.open(vertx, RevocationStore.none(), clock.instant()));
    return new RoomTokens(
        vertx, key, new TokenSigners(List.of(), keys, revocations, Seal.of(key)), clock);
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
