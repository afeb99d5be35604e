package dev.otter.auth;

import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RoomId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Puts room tokens together by hand, so that a test can get any part of one wrong. What it makes of
 * good parts is a good token: a test of a wrong part has that one reason to be refused.
 */
final class TokenForge {

  static final KeyId KEY_ID = new KeyId("k1");
  static final SigningKey KEY =
      new SigningKey(KEY_ID, "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
  static final RoomId ROOM = new RoomId("rm_forged");
  static final String GOOD_HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}";

  /** Far from the time of this machine, so that a look at its clock is noticed. */
  static final Instant NOW = Instant.parse("2040-01-01T12:00:00Z");

  private static final Map<String, String> GOOD_CLAIMS =
      Map.of(
          "iss", "\"otter\"",
          "aud", "\"otter-room\"",
          "sub", "\"guest-1\"",
          "jti", "\"t1\"",
          "room", "\"rm_forged\"",
          "iat", String.valueOf(NOW.getEpochSecond()),
          "exp", String.valueOf(NOW.getEpochSecond() + 600));

  private TokenForge() {}

  /** The claims of a good token. */
  static String goodClaims() {
    return claims("jti", "\"t1\"");
  }

  /** The claims of a good token, some of them as said; null as a value leaves one out. */
  static String claims(String name, String json, String... more) {
    Map<String, String> claims = new TreeMap<>(GOOD_CLAIMS);
    claims.put(name, json);
    for (int i = 0; i < more.length; i += 2) {
      claims.put(more[i], more[i + 1]);
    }
    StringBuilder text = new StringBuilder();
    claims.forEach(
        (key, value) -> {
          if (value != null) {
            text.append(text.isEmpty() ? "{" : ",").append('"').append(key).append("\":");
            text.append(value);
          }
        });
    return text.append('}').toString();
  }

  /** A token of these parts, signed with our key as HS256 wants. */
  static String sign(String header, String claims) {
    return sign(header, claims, KEY, "HmacSHA256");
  }

  static String sign(String header, String claims, SigningKey key, String algorithm) {
    String input = base64(header) + '.' + base64(claims);
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.secret(), algorithm));
      byte[] signature = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
      return input + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token of these parts with a signature of the test's choice. */
  static String unsigned(String header, String claims, String signature) {
    return base64(header) + '.' + base64(claims) + '.' + signature;
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
