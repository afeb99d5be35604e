package dev.otter.auth;

import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.store.ApiKeyStore;
import dev.otter.contract.store.RevocationStore;
import java.util.List;

/**
 * What the auth verticle works with.
 *
 * @param signingKey what signs the cluster's room tokens; the same on every node
 * @param configured the API keys of the configuration
 * @param made API keys made with the cluster's secrets; kept in the store from the first start on
 * @param keys where API keys outlive the cluster
 * @param revocations where revocations outlive the cluster
 */
public record AuthSetup(
    SigningKey signingKey,
    List<ConfiguredApiKey> configured,
    List<StoredApiKey> made,
    ApiKeyStore keys,
    RevocationStore revocations) {

  /** Keeps its own copies of the lists. */
  public AuthSetup {
    configured = List.copyOf(configured);
    made = List.copyOf(made);
  }

  /** Leaves all secrets out of log lines. */
  @Override
  public String toString() {
    return "AuthSetup[configured=" + configured.size() + ", made=" + made.size() + "]";
  }
}
