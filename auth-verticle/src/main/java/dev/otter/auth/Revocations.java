package dev.otter.auth;

import dev.otter.contract.auth.RevokedToken;
import dev.otter.contract.bus.WireJson;
import dev.otter.contract.store.RevocationStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The revoked tokens of the cluster: in the store, in the distributed map, and in the memory of
 * each node. Each is held until its token would have ended by itself. Safe for any thread.
 */
final class Revocations {

  private static final String MAP = "otter.revoked-tokens";

  private final RevocationStore store;
  private final AsyncMap<String, String> map;
  private final Map<String, RevokedToken> known = new ConcurrentHashMap<>();

  private Revocations(RevocationStore store, AsyncMap<String, String> map) {
    this.store = store;
    this.map = map;
  }

  /** Opens the revocations, and reads those of the store. */
  static Future<Revocations> open(Vertx vertx, RevocationStore store, Instant now) {
    return vertx
        .sharedData()
        .<String, String>getAsyncMap(MAP)
        .map(map -> new Revocations(store, map))
        .compose(
            opened ->
                store
                    .allRevoked()
                    .onSuccess(tokens -> tokens.forEach(opened::learn))
                    .compose(read -> opened.reconcile(now))
                    .map(opened));
  }

  /** Revokes a token: on the disk, then in the cluster. */
  Future<RevokedToken> revoke(RevokedToken token) {
    return store
        .insert(token)
        .onSuccess(written -> learn(token))
        .compose(written -> map.put(token.tokenId(), WireJson.write(token)))
        .map(token);
  }

  boolean contains(String tokenId) {
    return known.containsKey(tokenId);
  }

  /** The ids of all. */
  Set<String> tokenIds() {
    return Set.copyOf(known.keySet());
  }

  /** Takes in what was heard. */
  void learn(RevokedToken token) {
    known.putIfAbsent(token.tokenId(), token);
  }

  /** Brings map and memory together, and forgets the tokens that have ended by themselves. */
  Future<Void> reconcile(Instant now) {
    return map.entries()
        .compose(
            entries -> {
              entries.values().stream()
                  .map(json -> WireJson.read(json, RevokedToken.class))
                  .forEach(this::learn);
              return Future.all(
                  known.values().stream().map(token -> settle(token, entries, now)).toList());
            })
        .mapEmpty();
  }

  private Future<?> settle(RevokedToken token, Map<String, String> entries, Instant now) {
    if (token.until().plus(RoomTokenClaims.LEEWAY).isBefore(now)) {
      known.remove(token.tokenId());
      return entries.containsKey(token.tokenId())
          ? map.remove(token.tokenId())
          : Future.succeededFuture();
    }
    return entries.containsKey(token.tokenId())
        ? Future.succeededFuture()
        : map.put(token.tokenId(), WireJson.write(token));
  }

  /** Forgets on the disk what has ended before {@code limit}. */
  Future<Void> deleteEndedBefore(Instant limit) {
    return store.deleteEndedBefore(limit);
  }
}
