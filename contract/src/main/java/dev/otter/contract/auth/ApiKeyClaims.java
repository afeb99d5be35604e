package dev.otter.contract.auth;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import java.util.Set;

/**
 * What is known of an API key that was verified.
 *
 * @param keyId its public id, safe in logs
 * @param scopes what it may do
 */
public record ApiKeyClaims(KeyId keyId, Set<Scope> scopes) {

  /** Keeps its own copy of the scopes. */
  public ApiKeyClaims {
    scopes = Set.copyOf(scopes);
  }

  /**
   * Checks that the key may do something.
   *
   * @throws RefusedException with {@link ErrorCode#SCOPE_MISSING}, naming the scope
   */
  public void require(Scope scope) {
    if (!scopes.contains(scope)) {
      throw new RefusedException(
          ErrorCode.SCOPE_MISSING,
          "this call needs the scope "
              + scope.text()
              + "; this key has "
              + (scopes.isEmpty() ? "none" : Scope.list(scopes)));
    }
  }
}
