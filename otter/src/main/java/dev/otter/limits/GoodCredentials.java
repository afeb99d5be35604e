package dev.otter.limits;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Keys and tokens that were found good a short while ago, as digests: their holders are no
 * guessers. Whether one is still good is decided anew each time; this only says who need not wait.
 * Safe for any thread.
 */
final class GoodCredentials {

  /** So many are remembered; the one that was added first makes place. */
  static final int MAX = 10_000;

  private final Set<String> digests = new LinkedHashSet<>();

  synchronized void add(String credential) {
    if (digests.add(digest(credential)) && digests.size() > MAX) {
      digests.remove(digests.iterator().next());
    }
  }

  synchronized void remove(String credential) {
    digests.remove(digest(credential));
  }

  synchronized boolean contains(String credential) {
    return digests.contains(digest(credential));
  }

  private static String digest(String credential) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(credential.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
