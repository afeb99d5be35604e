package dev.otter.auth;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import java.util.List;

/** The API keys that open the room API. Holds hashes only; safe for any thread. */
final class ApiKeys {

  /** Longer than any key of ours; what is longer is not worth hashing. */
  private static final int MAX_CHARACTERS = 512;

  private final List<HashedApiKey> keys;

  ApiKeys(List<HashedApiKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Verifies a key.
   *
   * @param key what the client presented; may be null
   * @throws RefusedException when it is missing or none of ours
   */
  ApiKeyClaims verify(String key) {
    if (key == null || key.isEmpty()) {
      throw new RefusedException(
          ErrorCode.API_KEY_MISSING,
          "this call needs an API key: send it as Authorization: Bearer <key>");
    }
    if (key.length() <= MAX_CHARACTERS) {
      for (HashedApiKey each : keys) {
        if (each.matches(key)) {
          return new ApiKeyClaims(each.keyId());
        }
      }
    }
    throw new RefusedException(ErrorCode.API_KEY_INVALID, "this API key is not known here");
  }
}
