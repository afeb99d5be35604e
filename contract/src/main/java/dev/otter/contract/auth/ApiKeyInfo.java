package dev.otter.contract.auth;

import dev.otter.contract.id.KeyId;
import java.time.Instant;
import java.util.List;

/**
 * An API key as it may be shown: without anything secret.
 *
 * @param id its public id
 * @param name what its maker calls it
 * @param scopes what it may do, in the order of {@link Scope}
 * @param createdAt when it was made; null for the one of the configuration
 * @param expiresAt when it ends; null for never
 * @param lastUsedAt when it was used last, some minutes behind; null for never
 * @param revokedAt when it was revoked; null while it is not
 */
public record ApiKeyInfo(
    KeyId id,
    String name,
    List<Scope> scopes,
    Instant createdAt,
    Instant expiresAt,
    Instant lastUsedAt,
    Instant revokedAt) {

  /** What may be shown of a key. */
  public static ApiKeyInfo of(StoredApiKey key) {
    return new ApiKeyInfo(
        key.keyId(),
        key.name(),
        key.scopes().stream().sorted().toList(),
        key.createdAt(),
        key.expiresAt(),
        key.lastUsedAt(),
        key.revokedAt());
  }
}
