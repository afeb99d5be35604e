package dev.otter.secrets;

import dev.otter.auth.ConfiguredApiKey;
import dev.otter.auth.SigningKey;
import dev.otter.contract.auth.StoredApiKey;
import java.util.List;
import java.util.Optional;

/**
 * The secrets that a node works with.
 *
 * @param configuredApiKey the API key of the configuration; empty where there is none
 * @param madeApiKey the API key of the first start, as it is stored; empty where the configuration
 *     has one, as nobody was ever shown this one
 * @param signingKey what signs room tokens
 * @param turnSecrets what signs TURN credentials: current, then previous while rotating
 * @param newApiKey the API key that was made just now, to be shown once; empty at every later
 *     start, and where the operator gave one
 */
public record NodeSecrets(
    Optional<ConfiguredApiKey> configuredApiKey,
    Optional<StoredApiKey> madeApiKey,
    SigningKey signingKey,
    List<String> turnSecrets,
    Optional<String> newApiKey) {

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "NodeSecrets[signingKey=" + signingKey.keyId() + "]";
  }
}
