package dev.otter.signaling;

import dev.otter.contract.id.RandomText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What a client shows to get its connection back: 256 random bits, good once. Only its hash leaves
 * this node, and only the client gets the secret.
 *
 * @param value the secret
 */
record ResumeSecret(String value) {

  private static final int RANDOM_BYTES = 32;

  static ResumeSecret random() {
    return new ResumeSecret(RandomText.base64Url(RANDOM_BYTES));
  }

  /** SHA-256, as URL-safe base64. A secret this long needs no slow hash. */
  String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Leaves the secret out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "ResumeSecret";
  }
}
