package dev.otter.turn.stun;

import java.security.SecureRandom;
import java.util.Arrays;

/** What ties a STUN answer to its request: 96 bits that nobody can guess. Never changed. */
public final class TransactionId {

  /** How many bytes it has. */
  public static final int LENGTH = 12;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] bytes;

  /**
   * An id that came.
   *
   * @param bytes {@value #LENGTH} of them
   * @throws IllegalArgumentException if there are more or fewer
   */
  public TransactionId(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a transaction id has " + LENGTH + " bytes");
    }
    this.bytes = bytes.clone();
  }

  /** Makes an id for a request. */
  public static TransactionId random() {
    byte[] bytes = new byte[LENGTH];
    RANDOM.nextBytes(bytes);
    return new TransactionId(bytes);
  }

  /** The bytes, a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TransactionId id && Arrays.equals(id.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
