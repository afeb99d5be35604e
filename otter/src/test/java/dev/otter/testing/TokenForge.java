package dev.otter.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Puts room tokens together by hand, so that a test can get any part of one wrong. */
public final class TokenForge {

  private final String keyId;
  private final byte[] secret;

  /** Makes a forge that signs with a key. */
  public TokenForge(String keyId, byte[] secret) {
    this.keyId = keyId;
    this.secret = secret.clone();
  }

  /** The header of a good token. */
  public String goodHeader() {
    return "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"" + keyId + "\"}";
  }

  /** The claims of a good token for a room, ending at {@code expiresAt}. */
  public String goodClaims(String roomId, Instant expiresAt) {
    return "{\"iss\":\"otter\",\"aud\":\"otter-room\",\"sub\":\"guest-1\",\"jti\":\"t1\""
        + ",\"room\":\""
        + roomId
        + "\",\"exp\":"
        + expiresAt.getEpochSecond()
        + "}";
  }

  /** A good token. */
  public String good(String roomId, Instant expiresAt) {
    return sign(goodHeader(), goodClaims(roomId, expiresAt));
  }

  /** A token with these parts, signed. */
  public String sign(String header, String claims) {
    String input = base64(header) + '.' + base64(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] signature = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
      return input + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token with these parts and a signature of the test's choice. */
  public static String unsigned(String header, String claims, String signature) {
    return base64(header) + '.' + base64(claims) + '.' + signature;
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
