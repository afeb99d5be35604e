package dev.otter.contract.store;

import dev.otter.contract.auth.StoredApiKey;
import io.vertx.core.Future;
import java.util.List;

/**
 * API keys as they outlive the cluster. Futures as those of {@link RoomStore}. Safe for any thread.
 */
public interface ApiKeyStore {

  /**
   * Keeps a key, unless one with its id is kept already.
   *
   * @return whether it was written
   */
  Future<Boolean> insert(StoredApiKey key);

  /** Writes what can change of a key: when it ends, when it was used, when it was revoked. */
  Future<Void> update(StoredApiKey key);

  /** Forgets a key; one that is not kept changes nothing. */
  Future<Void> delete(StoredApiKey key);

  /** Reads all keys, revoked ones too. */
  Future<List<StoredApiKey>> all();

  /** A store that keeps nothing: writes succeed, and nothing is ever found. */
  static ApiKeyStore none() {
    return NoStore.INSTANCE;
  }
}
