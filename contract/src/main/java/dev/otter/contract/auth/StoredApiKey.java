package dev.otter.contract.auth;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.otter.contract.id.KeyId;
import java.time.Instant;
import java.util.Set;

/**
 * An API key as it rests, in the store and in the distributed map. Nothing of it opens the API: the
 * hash is of 128 random bits and more, and what signs tokens is sealed with the cluster's secret.
 *
 * @param keyId the public part
 * @param name what its maker calls it
 * @param scopes what it may do
 * @param sha256 the hash of the whole key, 64 hexadecimal digits
 * @param sealedTokenSecret what tokens of this key are signed with, sealed; null for a key that
 *     cannot sign
 * @param createdAt when it was made
 * @param expiresAt when it ends; null for never
 * @param lastUsedAt when it was used last, some minutes behind; null for never
 * @param revokedAt when it was revoked; null while it is not
 */
public record StoredApiKey(
    KeyId keyId,
    String name,
    Set<Scope> scopes,
    String sha256,
    String sealedTokenSecret,
    Instant createdAt,
    Instant expiresAt,
    Instant lastUsedAt,
    Instant revokedAt) {

  /** Keeps its own copy of the scopes. */
  public StoredApiKey {
    scopes = Set.copyOf(scopes);
  }

  /** Whether it was revoked. */
  @JsonIgnore
  public boolean revoked() {
    return revokedAt != null;
  }

  /** Whether it opens anything at that time. */
  public boolean goodAt(Instant now) {
    return !revoked() && (expiresAt == null || expiresAt.isAfter(now));
  }

  /** The same key, revoked; one that is revoked already stays as it is. */
  public StoredApiKey revokedAt(Instant now) {
    return revoked() ? this : with(expiresAt, lastUsedAt, now);
  }

  /** The same key, ending at a time, or when it would have ended if that is earlier. */
  public StoredApiKey endingAt(Instant end) {
    return expiresAt != null && expiresAt.isBefore(end) ? this : with(end, lastUsedAt, revokedAt);
  }

  /** The same key, used. */
  public StoredApiKey usedAt(Instant now) {
    return lastUsedAt != null && lastUsedAt.isAfter(now) ? this : with(expiresAt, now, revokedAt);
  }

  /**
   * What two nodes know of one key, brought together: it ends by the earlier end, and was revoked
   * if either says so.
   */
  public StoredApiKey mergedWith(StoredApiKey other) {
    StoredApiKey merged = this;
    if (other.expiresAt != null) {
      merged = merged.endingAt(other.expiresAt);
    }
    if (other.lastUsedAt != null) {
      merged = merged.usedAt(other.lastUsedAt);
    }
    return other.revokedAt == null ? merged : merged.revokedAt(other.revokedAt);
  }

  private StoredApiKey with(Instant newExpiresAt, Instant newLastUsedAt, Instant newRevokedAt) {
    return new StoredApiKey(
        keyId,
        name,
        scopes,
        sha256,
        sealedTokenSecret,
        createdAt,
        newExpiresAt,
        newLastUsedAt,
        newRevokedAt);
  }

  /** Leaves hash and sealed secret out of log lines. */
  @Override
  public String toString() {
    return "StoredApiKey[keyId=" + keyId + ", scopes=" + scopes + "]";
  }
}
