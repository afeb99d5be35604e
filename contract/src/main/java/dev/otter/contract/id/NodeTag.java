package dev.otter.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names one life of one node: made anew at each start, so that an id minted before a restart never
 * leads to the process after it. It is the first part of each {@link ConnectionId} and of the
 * node's event-bus address.
 *
 * @param value 10 letters and digits
 */
public record NodeTag(@JsonValue String value) {

  /** The length of a tag's text. */
  public static final int LENGTH = 10;

  /**
   * Checks the syntax.
   *
   * @throws IllegalArgumentException when {@code value} is not {@value #LENGTH} letters and digits
   */
  @JsonCreator
  public NodeTag {
    if (value == null || value.length() != LENGTH || !IdSyntax.isAlphanumeric(value, 0, LENGTH)) {
      throw new IllegalArgumentException("not a node tag");
    }
  }

  /** Makes a tag for a node that starts now. */
  public static NodeTag random() {
    return new NodeTag(RandomText.alphanumeric(LENGTH));
  }

  @Override
  public String toString() {
    return value;
  }
}
