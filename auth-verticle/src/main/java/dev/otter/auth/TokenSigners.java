package dev.otter.auth;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who but the cluster itself may sign room tokens, and whether what is signed is still wanted: API
 * keys, and what was revoked. Safe for any thread.
 */
final class TokenSigners {

  private static final Logger LOG = LoggerFactory.getLogger(TokenSigners.class);

  private final List<ConfiguredApiKey> configured;
  private final SharedApiKeys keys;
  private final Revocations revocations;
  private final Seal seal;

  TokenSigners(
      List<ConfiguredApiKey> configured, SharedApiKeys keys, Revocations revocations, Seal seal) {
    this.configured = List.copyOf(configured);
    this.keys = keys;
    this.revocations = revocations;
    this.seal = seal;
  }

  /** Whether a key with this id is known on this node, good or not. */
  boolean knows(KeyId keyId) {
    return isConfigured(keyId) || keys.known().find(keyId).isPresent();
  }

  private boolean isConfigured(KeyId keyId) {
    return configured.stream().anyMatch(each -> each.hashed().keyId().equals(keyId));
  }

  /** What the tokens of a key are signed with; empty when no key has this id. */
  Future<Optional<byte[]>> secretOf(KeyId keyId) {
    for (ConfiguredApiKey each : configured) {
      if (each.hashed().keyId().equals(keyId)) {
        return Future.succeededFuture(Optional.of(each.tokenSecret()));
      }
    }
    return keys.find(keyId).map(found -> found.flatMap(this::opened));
  }

  private Optional<byte[]> opened(StoredApiKey key) {
    if (key.sealedTokenSecret() == null) {
      return Optional.empty();
    }
    Optional<byte[]> secret = seal.open(key.keyId().value(), key.sealedTokenSecret());
    if (secret.isEmpty()) {
      LOG.warn(
          "tokens of this API key cannot be verified: it was stored by a cluster with another"
              + " secrets.json keyId={}",
          key.keyId());
    }
    return secret;
  }

  /**
   * Checks that a token whose signature is good still opens something.
   *
   * @param signedByKey whether an API key has signed it, and not the cluster for one
   * @throws RefusedException when it, or the key, was revoked, or the key that signed it has ended
   */
  void check(RoomClaims claims, boolean signedByKey, Instant now) {
    Optional<StoredApiKey> key =
        Optional.ofNullable(claims.keyId()).flatMap(id -> keys.known().find(id));
    if (revocations.contains(claims.tokenId()) || key.filter(StoredApiKey::revoked).isPresent()) {
      throw new RefusedException(ErrorCode.TOKEN_REVOKED, "this join link was revoked");
    }
    if (signedByKey && key.filter(each -> !each.goodAt(now)).isPresent()) {
      // It may have been signed in time, or by somebody who found the key later.
      throw new RefusedException(
          ErrorCode.TOKEN_EXPIRED, "the API key that signed this join link has ended");
    }
  }
}
