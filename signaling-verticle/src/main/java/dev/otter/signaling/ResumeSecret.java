package dev.otter.signaling;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What a client shows to get its connection back. The client makes it, so that it knows it also
 * when an answer of ours is lost; only its hash leaves this node.
 *
 * @param value the secret
 */
record ResumeSecret(String value) {

  /** The fewest characters: of six bits each, so 132 bits. */
  static final int MIN_CHARACTERS = 22;

  /** The most characters. */
  static final int MAX_CHARACTERS = 128;

  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-]{" + MIN_CHARACTERS + ',' + MAX_CHARACTERS + '}');

  /** Whether a client may choose it. That it is random, only the client can see to. */
  boolean mayBeChosen() {
    return FORM.matcher(value).matches();
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
