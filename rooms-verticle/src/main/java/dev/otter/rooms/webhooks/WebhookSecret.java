package dev.otter.rooms.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the messages of one webhook are signed with, in the form of standardwebhooks.com, for which
 * there are libraries in many languages.
 *
 * @param bytes the secret
 */
record WebhookSecret(byte[] bytes) {

  private static final String PREFIX = "whsec_";
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  static WebhookSecret random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new WebhookSecret(bytes);
  }

  /** As its owner is shown it, once. */
  String shown() {
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Signs a message.
   *
   * @param id the header {@code webhook-id}
   * @param timestamp the header {@code webhook-timestamp}: seconds since 1970
   * @param body as it is sent
   * @return the header {@code webhook-signature}
   */
  String signature(String id, long timestamp, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      byte[] signed =
          mac.doFinal((id + '.' + timestamp + '.' + body).getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return "WebhookSecret";
  }
}
