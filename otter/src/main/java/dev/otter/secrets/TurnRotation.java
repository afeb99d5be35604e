package dev.otter.secrets;

import java.time.Instant;
import java.util.Objects;

/**
 * How far the TURN secret is changed for another one: first {@code next} is made known, then it
 * signs and the one before is {@code previous}, which is good until a time, then there is one
 * alone.
 *
 * @param number how many times a change has begun
 * @param begunAt when the last one did
 * @param rotatedAt since when the secret of now signs; null where none was ever changed
 * @param next the one that is made known; null for none; a secret
 * @param previous the one before, whose credentials are good; null for none; a secret
 * @param previousUntil until when; null where there is none
 */
record TurnRotation(
    int number,
    Instant begunAt,
    Instant rotatedAt,
    String next,
    String previous,
    Instant previousUntil) {

  /** Checks. */
  TurnRotation {
    Objects.requireNonNull(begunAt, "begunAt");
    if (next != null && previous != null) {
      throw new IllegalArgumentException("two secrets are good at a time, and not three");
    }
    if ((previous == null) != (previousUntil == null)) {
      throw new IllegalArgumentException("a previous secret has an end, and none without");
    }
  }

  /** Whether a new secret is made known and does not sign yet. */
  boolean isPreparing() {
    return next != null;
  }

  /** Whether the secret before is still good. */
  boolean isOverlapping() {
    return previous != null;
  }

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "TurnRotation[number=" + number + ", previousUntil=" + previousUntil + "]";
  }
}
