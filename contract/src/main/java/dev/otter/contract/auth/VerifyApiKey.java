package dev.otter.contract.auth;

/**
 * Asks the auth verticle whether an API key is good; the answer is its {@link ApiKeyClaims}.
 *
 * @param key what the client presented; a secret
 */
public record VerifyApiKey(String key) {

  /** Leaves the key out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "VerifyApiKey[]";
  }
}
