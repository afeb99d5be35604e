package dev.otter.console;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.id.KeyId;
import java.time.Instant;
import java.util.Set;

/**
 * Somebody who has signed in.
 *
 * @param keyId with which key; the key itself is kept nowhere
 * @param scopes what the key may do
 * @param endsAt when it is over
 */
record ConsoleSession(KeyId keyId, Set<Scope> scopes, Instant endsAt) {

  ConsoleSession {
    scopes = Set.copyOf(scopes);
  }

  /** Whose key stands behind it. */
  ApiKeyClaims claims() {
    return new ApiKeyClaims(keyId, scopes);
  }
}
