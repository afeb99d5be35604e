package dev.otter.auth;

import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RandomText;

/**
 * A fresh API key in the clear: {@code otter_<id>_<secret>}. It exists only between its making and
 * its being shown; what is kept is its {@link HashedApiKey}.
 *
 * @param keyId the public part
 * @param text the whole key; a secret
 */
public record ApiKey(KeyId keyId, String text) {

  /** What every key starts with, so that scanners for leaked secrets know it. */
  public static final String PREFIX = "otter_";

  private static final int ID_CHARACTERS = 10;

  /** 36 letters and digits hold 214 random bits. */
  private static final int SECRET_CHARACTERS = 36;

  /** Makes a key that nobody has. */
  public static ApiKey random() {
    String id = RandomText.alphanumeric(ID_CHARACTERS);
    return new ApiKey(
        new KeyId(id), PREFIX + id + '_' + RandomText.alphanumeric(SECRET_CHARACTERS));
  }

  /** The form that may be kept. */
  public HashedApiKey hashed() {
    return HashedApiKey.of(keyId, text);
  }

  /** Leaves the key out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "ApiKey[keyId=" + keyId + "]";
  }
}
