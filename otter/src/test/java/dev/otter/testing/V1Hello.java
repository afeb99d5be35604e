package dev.otter.testing;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How a {@link V1Client} says who it is: the secret it chose, the one it proposes for the next time
 * until it knows that it was taken, and the number of each attempt. Not safe for several threads.
 */
final class V1Hello {

  /** One counter for all clients of a test, so that whoever comes last has the highest number. */
  private static final AtomicLong ATTEMPTS = new AtomicLong();

  private static final SecureRandom RANDOM = new SecureRandom();

  private String secret = random();
  private String proposed;

  /** A secret as a client makes one. */
  static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  String secret() {
    return secret;
  }

  /** From now on it presents another secret, as one who found or kept it. */
  void present(String other) {
    if (!other.equals(secret)) {
      secret = other;
      proposed = null;
    }
  }

  String join() {
    return "{\"type\":\"join\",\"attempt\":%d,\"secret\":\"%s\"}"
        .formatted(ATTEMPTS.incrementAndGet(), secret);
  }

  /** Asks for the place of {@code id}; asked again without an answer, it proposes the same. */
  String resume(String id) {
    if (proposed == null) {
      proposed = random();
    }
    return ("{\"type\":\"resume\",\"attempt\":%d,\"connectionId\":\"%s\","
            + "\"secret\":\"%s\",\"nextSecret\":\"%s\"}")
        .formatted(ATTEMPTS.incrementAndGet(), id, secret, proposed);
  }

  /** The server has let it in. */
  void taken() {
    if (proposed != null) {
      secret = proposed;
      proposed = null;
    }
  }
}
