package dev.otter.auth;

import dev.otter.contract.id.KeyId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An API key as it rests: its id and the SHA-256 of the whole key. A plain hash is enough, since a
 * key holds at least 128 random bits and cannot be guessed from it.
 *
 * @param keyId the public part
 * @param sha256 64 hexadecimal digits
 */
public record HashedApiKey(KeyId keyId, String sha256) {

  /** Hashes a key. */
  public static HashedApiKey of(KeyId keyId, String key) {
    return new HashedApiKey(keyId, HexFormat.of().formatHex(digest(key)));
  }

  /** Tells in constant time whether {@code key} is the one that was hashed. */
  public boolean matches(String key) {
    return MessageDigest.isEqual(HexFormat.of().parseHex(sha256), digest(key));
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
