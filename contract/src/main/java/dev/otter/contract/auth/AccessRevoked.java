package dev.otter.contract.auth;

import dev.otter.contract.id.KeyId;
import java.util.Set;

/**
 * What opens nothing any more, and whose connections must end.
 *
 * @param tokenIds the {@code jti} of revoked tokens
 * @param keyIds revoked API keys
 */
public record AccessRevoked(Set<String> tokenIds, Set<KeyId> keyIds) {

  /** Keeps its own copies. */
  public AccessRevoked {
    tokenIds = Set.copyOf(tokenIds);
    keyIds = Set.copyOf(keyIds);
  }

  /** One key. */
  public static AccessRevoked key(KeyId keyId) {
    return new AccessRevoked(Set.of(), Set.of(keyId));
  }

  /** One token. */
  public static AccessRevoked token(String tokenId) {
    return new AccessRevoked(Set.of(tokenId), Set.of());
  }

  /** Whether nothing is revoked at all. */
  public boolean nothing() {
    return tokenIds.isEmpty() && keyIds.isEmpty();
  }

  /** Whether a token with these claims is among it. */
  public boolean holds(RoomClaims claims) {
    return tokenIds.contains(claims.tokenId())
        || (claims.keyId() != null && keyIds.contains(claims.keyId()));
  }
}
