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

  /** Control and format characters (bidirectional overrides among them), and what splits a URL. */
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}/\\\\?#%]");

  private UniqueName() {}

  /**
   * Checks a name and brings it into its one form.
   *
   * @throws RefusedException when it is not allowed
   */
  static String check(String name) {
    String normal = normal(name);
    if (normal.isEmpty() || normal.length() > MAX_CHARACTERS) {
      throw refused("must have 1 to " + MAX_CHARACTERS + " characters, got " + normal.length());
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

  private static RefusedException refused(String rule) {
    return new RefusedException(ErrorCode.FIELD_INVALID, "uniqueName " + rule);
  }
}
