package dev.otter.auth;

import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.bus.WireJson;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.store.ApiKeyStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The API keys of the cluster: in the store, in the distributed map, and in the memory of each
 * node. A change goes to the store first. What any node knows of a key only ever ends it sooner, so
 * nodes bring their knowledge together by merging, and nothing is lost while one of them lives.
 * Safe for any thread.
 */
final class SharedApiKeys {

  private static final String MAP = "otter.api-keys";

  private final ApiKeys known;
  private final ApiKeyStore store;
  private final AsyncMap<String, String> map;

  private SharedApiKeys(ApiKeys known, ApiKeyStore store, AsyncMap<String, String> map) {
    this.known = known;
    this.store = store;
    this.map = map;
  }

  /** Opens the keys, and reads those of the store. */
  static Future<SharedApiKeys> open(Vertx vertx, ApiKeys known, ApiKeyStore store) {
    return vertx
        .sharedData()
        .<String, String>getAsyncMap(MAP)
        .map(map -> new SharedApiKeys(known, store, map))
        .compose(
            shared ->
                store
                    .all()
                    .onSuccess(keys -> keys.forEach(known::learn))
                    .compose(read -> shared.reconcile())
                    .map(shared));
  }

  /** Brings map and memory together. */
  Future<Void> reconcile() {
    return map.entries()
        .compose(
            entries -> {
              entries.values().stream().map(SharedApiKeys::read).forEach(known::learn);
              return Future.all(known.all().stream().map(key -> put(key, entries)).toList());
            })
        .mapEmpty();
  }

  /** Puts back what the map has lost, or does not know yet. */
  private Future<Void> put(StoredApiKey key, Map<String, String> entries) {
    String json = entries.get(key.keyId().value());
    boolean there = json != null && read(json).mergedWith(key).equals(read(json));
    return there ? Future.succeededFuture() : map.put(key.keyId().value(), WireJson.write(key));
  }

  /** Adds a key, unless its id is there; a key that the store has already stays as it is there. */
  Future<Void> add(StoredApiKey key) {
    return store
        .insert(key)
        .compose(
            written ->
                written
                    ? map.put(key.keyId().value(), WireJson.write(known.learn(key)))
                    : Future.succeededFuture());
  }

  /** Finds a key here, or else, as it may have been made on another node just now, in the map. */
  Future<Optional<StoredApiKey>> find(KeyId keyId) {
    Optional<StoredApiKey> here = known.find(keyId);
    return here.isPresent()
        ? Future.succeededFuture(here)
        : map.get(keyId.value())
            .map(json -> Optional.ofNullable(json).map(text -> known.learn(read(text))));
  }

  /** Changes a key; what is not changed by it is not written. */
  Future<StoredApiKey> change(StoredApiKey key, UnaryOperator<StoredApiKey> change) {
    StoredApiKey changed = change.apply(key);
    return changed.equals(key)
        ? Future.succeededFuture(key)
        : store
            .update(changed)
            .compose(
                written -> {
                  StoredApiKey merged = known.learn(changed);
                  return map.put(key.keyId().value(), WireJson.write(merged)).map(merged);
                });
  }

  /** Forgets a key that was revoked or has ended long ago. */
  Future<Void> forget(StoredApiKey key) {
    return store
        .delete(key)
        .compose(deleted -> map.remove(key.keyId().value()))
        .onSuccess(removed -> known.forget(key.keyId()))
        .mapEmpty();
  }

  /** What this node knows. */
  ApiKeys known() {
    return known;
  }

  private static StoredApiKey read(String json) {
    return WireJson.read(json, StoredApiKey.class);
  }
}
