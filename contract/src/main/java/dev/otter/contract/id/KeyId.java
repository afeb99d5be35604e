package dev.otter.contract.id;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The public part of an API key or the id of a signing key. Safe in logs.
 *
 * @param value the text form
 */
public record KeyId(@JsonValue String value) {

  /**
   * Checks that there is an id.
   *
   * @throws IllegalArgumentException when {@code value} is null or empty
   */
  public KeyId {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("a key id must not be empty");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
