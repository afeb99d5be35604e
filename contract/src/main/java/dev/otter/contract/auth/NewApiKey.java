package dev.otter.contract.auth;

/**
 * An API key that was made just now.
 *
 * @param info what may be shown of it later too
 * @param key the key itself, shown this once; a secret
 */
public record NewApiKey(ApiKeyInfo info, String key) {

  /** Leaves the key out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "NewApiKey[id=" + info.id() + "]";
  }
}
