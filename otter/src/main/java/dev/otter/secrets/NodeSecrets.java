package dev.otter.secrets;

import dev.otter.auth.HashedApiKey;
import dev.otter.auth.SigningKey;
import java.util.List;
import java.util.Optional;

/**
 * The secrets that a node works with.
 *
 * @param apiKeys the API keys that are good, hashed
 * @param signingKey what signs room tokens
 * @param turnSecrets what signs TURN credentials: current, then previous while rotating
 * @param newApiKey the API key that was made just now, to be shown once; empty at every later
 *     start, and where the operator gave one
 */
public record NodeSecrets(
    List<HashedApiKey> apiKeys,
    SigningKey signingKey,
    List<String> turnSecrets,
    Optional<String> newApiKey) {

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "NodeSecrets[apiKeys=" + apiKeys.size() + "]";
  }
}
