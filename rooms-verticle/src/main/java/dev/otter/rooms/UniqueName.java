package dev.otter.rooms;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.RoomId;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * The name that a room's maker gives it. It stands in join links and on the call page, so it is
 * printable text that is one path segment.
 */
final class UniqueName {

  static final int MAX_CHARACTERS = 128;

  /** Looks like a space and is not one in Unicode's tables. */
  private static final int BRAILLE_BLANK = 0x2800;

  /** Control and format characters (bidirectional overrides among them), and what splits a URL. */
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}/\\\\?#%]");

  private UniqueName() {}

  /**
   * Checks a name and brings it into its one form.
   *
   * @throws RefusedException when it is not allowed
   */
  static String check(String name) {
    String normal = normal(name);
    int characters = normal.codePointCount(0, normal.length());
    if (characters == 0 || characters > MAX_CHARACTERS) {
      throw refused("must have 1 to " + MAX_CHARACTERS + " characters, got " + characters);
    }
    if (normal.codePoints().allMatch(UniqueName::isBlank)) {
      throw refused("must have a character that can be seen");
    }
    if (FORBIDDEN.matcher(normal).find()) {
      throw refused("must not hold control characters or any of / \\ ? # %");
    }
    if (normal.startsWith(RoomId.PREFIX)) {
      throw refused("must not start with " + RoomId.PREFIX + ", as room ids do");
    }
    if (normal.equals(".") || normal.equals("..")) {
      throw refused("must not be . or ..");
    }
    return normal;
  }

  /** The one form of a name (NFC, without white space at its ends). */
  static String normal(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).strip();
  }

  private static boolean isBlank(int character) {
    return Character.isSpaceChar(character) || character == BRAILLE_BLANK;
  }

  private static RefusedException refused(String rule) {
    return new RefusedException(ErrorCode.FIELD_INVALID, "uniqueName " + rule);
  }
}
