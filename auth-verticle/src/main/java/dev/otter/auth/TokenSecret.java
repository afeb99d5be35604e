package dev.otter.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the tokens of an API key are signed with: derived from the key, so that whoever has the key
 * can sign by itself, and who has only this cannot call the API. The recipe is public
 * (docs/room-tokens.md) and never changes.
 */
final class TokenSecret {

  private static final String LABEL = "otter room token";

  private TokenSecret() {}

  /** The secret of a key: 32 bytes. */
  static byte[] of(String key) {
    return hmac(key.getBytes(StandardCharsets.UTF_8), LABEL);
  }

  static byte[] hmac(byte[] key, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}
