package dev.otter.auth.http;

import dev.otter.contract.auth.ApiKeyInfo;
import dev.otter.contract.auth.NewApiKey;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.id.KeyId;
import java.time.Instant;
import java.util.List;

/**
 * A key that was made just now, as the API answers it.
 *
 * @param id its public id
 * @param name what its maker calls it
 * @param scopes what it may do
 * @param createdAt when it was made
 * @param expiresAt when it ends; null for never
 * @param key the key; a secret
 */
record NewKeyResource(
    KeyId id, String name, List<Scope> scopes, Instant createdAt, Instant expiresAt, String key) {

  static NewKeyResource of(NewApiKey made) {
    ApiKeyInfo info = made.info();
    return new NewKeyResource(
        info.id(), info.name(), info.scopes(), info.createdAt(), info.expiresAt(), made.key());
  }

  /** Leaves the key out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "NewKeyResource[id=" + id + "]";
  }
}
