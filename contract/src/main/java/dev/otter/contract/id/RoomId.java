package dev.otter.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The public id of a room: {@code rm_} and 128 random bits. It is no secret (a room token opens the
 * room, not its id), but it cannot be guessed either.
 *
 * @param value the text form, as in links and in the protocol
 */
public record RoomId(@JsonValue String value) {

  /** What every room id starts with; a unique name may not (see {@code UniqueName}). */
  public static final String PREFIX = "rm_";

  private static final int MAX_RANDOM_LENGTH = 64;

  /**
   * Checks the syntax.
   *
   * @throws IllegalArgumentException when {@code value} is not {@code rm_} and 1 to 64 letters,
   *     digits, {@code -} or {@code _}
   */
  @JsonCreator
  public RoomId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a room id");
    }
  }

  /** Makes a new id that nobody has. */
  public static RoomId random() {
    return new RoomId(PREFIX + RandomText.base64Url(16));
  }

  /** Tells whether {@code text} (may be null) has the form of a room id. */
  public static boolean isValid(String text) {
    return text != null
        && text.startsWith(PREFIX)
        && text.length() > PREFIX.length()
        && text.length() <= PREFIX.length() + MAX_RANDOM_LENGTH
        && IdSyntax.isBase64Url(text, PREFIX.length(), text.length());
  }

  @Override
  public String toString() {
    return value;
  }
}
