package dev.otter.contract.config;

import java.util.Optional;

/**
 * Who may use the room API.
 *
 * @param apiKey the bootstrap API key, at least {@value #SHORTEST_API_KEY} visible ASCII
 *     characters; empty means that one is made at the first start. A secret.
 */
public record AuthConfig(Optional<String> apiKey) {

  /** Fewest characters of an API key. */
  public static final int SHORTEST_API_KEY = 24;

  /**
   * Checks the section.
   *
   * @throws InvalidOptionException naming {@code auth.apiKey}, never with the key in its text
   */
  public AuthConfig {
    apiKey.ifPresent(AuthConfig::requireKey);
  }

  /** The section without the key. */
  @Override
  public String toString() {
    return "AuthConfig[apiKey=" + (apiKey.isPresent() ? "***" : "none") + "]";
  }

  private static void requireKey(String key) {
    // Visible ASCII is what every HTTP client can put into an Authorization header as it is.
    boolean visible = key.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (key.length() < SHORTEST_API_KEY || !visible) {
      String got =
          visible ? key.length() + " characters" : "a key with white space or other characters";
      throw InvalidOptionException.expected(
          "auth.apiKey",
          "at least " + SHORTEST_API_KEY + " visible ASCII characters without white space",
          got);
    }
  }
}
