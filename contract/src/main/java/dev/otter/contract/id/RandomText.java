package dev.otter.contract.id;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Random text for ids and secrets: URL-safe base64 without padding, from the platform's {@link
 * SecureRandom}. Safe for use by any thread; does not block after the generator is seeded.
 */
public final class RandomText {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();
  private static final char[] ALPHANUMERIC =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();

  private RandomText() {}

  /**
   * Makes text that encodes {@code bytes} random bytes.
   *
   * @param bytes how many random bytes; 16 bytes (128 bits) cannot be guessed
   * @return URL-safe text of about 4/3 of {@code bytes} characters
   */
  public static String base64Url(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return BASE64_URL.encodeToString(random);
  }

  /**
   * Makes text of letters and digits only, 5.95 bits each, for parts that are joined by {@code _}
   * or {@code .} and must not hold such a mark themselves.
   *
   * @param characters the length of the text
   * @return random letters and digits
   */
  public static String alphanumeric(int characters) {
    StringBuilder text = new StringBuilder(characters);
    for (int i = 0; i < characters; i++) {
      text.append(ALPHANUMERIC[RANDOM.nextInt(ALPHANUMERIC.length)]);
    }
    return text.toString();
  }
}
