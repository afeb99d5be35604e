package dev.otter.config;

import dev.otter.contract.config.InvalidOptionException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers of bytes as people write them: {@code 65536}, {@code 64KiB}, {@code 1MiB}. Units of 1000
 * are refused: {@code 64KB} means different things to different people.
 */
final class ByteSize {

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,10}) ?(B|KiB|MiB|GiB)?", Pattern.CASE_INSENSITIVE);

  private static final int KIB = 1024;

  private ByteSize() {}

  /**
   * Reads a size.
   *
   * @return bytes, 0 or more
   * @throws InvalidOptionException if the text is no size, or one of 2 GiB or more
   */
  static int parse(String optionName, String text) {
    Matcher size = FORM.matcher(text);
    if (size.matches()) {
      String unit = size.group(2) == null ? "b" : size.group(2).toLowerCase(Locale.ROOT);
      long number = Long.parseLong(size.group(1));
      if (number <= Integer.MAX_VALUE / bytesOf(unit)) {
        return (int) (number * bytesOf(unit));
      }
    }
    throw InvalidOptionException.expected(
        optionName, "a size below 2GiB such as 65536, 64KiB or 1MiB, or 0 (no limit)", text);
  }

  /** The shortest text that {@link #parse} reads as this number of bytes. */
  static String text(int bytes) {
    if (bytes > 0 && bytes % (KIB * KIB) == 0) {
      return bytes / (KIB * KIB) + "MiB";
    }
    return bytes > 0 && bytes % KIB == 0 ? bytes / KIB + "KiB" : Integer.toString(bytes);
  }

  private static int bytesOf(String unit) {
    return switch (unit) {
      case "kib" -> KIB;
      case "mib" -> KIB * KIB;
      case "gib" -> KIB * KIB * KIB;
      default -> 1;
    };
  }
}
