package dev.otter.auth;

import dev.otter.contract.auth.ApiKeyInfo;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.id.KeyId;
import java.util.List;

/**
 * The API key of the configuration. It may be any text, has all scopes, and is never stored: who
 * wants to end it changes the configuration.
 *
 * @param hashed its hash
 * @param tokenSecret what its tokens are signed with
 */
public record ConfiguredApiKey(HashedApiKey hashed, byte[] tokenSecret) {

  /** The id of a key that names none itself. */
  static final KeyId UNNAMED = new KeyId("configured");

  /** The configured key in the form that may be kept in memory. */
  public static ConfiguredApiKey of(String key) {
    KeyId keyId = ApiKeys.idIn(key).orElse(UNNAMED);
    return new ConfiguredApiKey(HashedApiKey.of(keyId, key), TokenSecret.of(key));
  }

  /** Keeps its own copy of the secret. */
  public ConfiguredApiKey {
    tokenSecret = tokenSecret.clone();
  }

  @Override
  public byte[] tokenSecret() {
    return tokenSecret.clone();
  }

  ApiKeyInfo info() {
    return new ApiKeyInfo(
        hashed.keyId(), "auth.apiKey", List.of(Scope.values()), null, null, null, null);
  }

  /** Leaves hash and secret out of log lines. */
  @Override
  public String toString() {
    return "ConfiguredApiKey[keyId=" + hashed.keyId() + "]";
  }
}
