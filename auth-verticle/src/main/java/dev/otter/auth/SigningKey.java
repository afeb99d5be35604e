package dev.otter.auth;

import dev.otter.contract.id.KeyId;

/**
 * The key that signs room tokens.
 *
 * @param keyId its public name, the token's {@code kid}
 * @param secret at least 256 bits, as HS256 wants (RFC 7518, section 3.2)
 */
public record SigningKey(KeyId keyId, byte[] secret) {

  /** The least length of the secret, in bytes. */
  public static final int MIN_BYTES = 32;

  /**
   * Checks the length and keeps an own copy.
   *
   * @throws IllegalArgumentException when the secret is shorter than {@value #MIN_BYTES} bytes
   */
  public SigningKey {
    if (secret.length < MIN_BYTES) {
      throw new IllegalArgumentException("a signing key needs at least " + MIN_BYTES + " bytes");
    }
    secret = secret.clone();
  }

  @Override
  public byte[] secret() {
    return secret.clone();
  }

  /** Leaves the secret out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "SigningKey[keyId=" + keyId + "]";
  }
}
