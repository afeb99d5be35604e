package dev.otter.logs;

/**
 * Text without anything that ends a line, moves a cursor, colours a terminal or turns the direction
 * of writing: such a character becomes an escape of JSON.
 */
final class SafeText {

  private static final int HEX_DIGITS = 4;

  private SafeText() {}

  /** The text for people: only what could do harm is escaped. */
  static String plain(String text) {
    return escaped(text, false);
  }

  /** The text as a JSON string, quotes around it. */
  static String quoted(String text) {
    return '"' + escaped(text, true) + '"';
  }

  private static String escaped(String text, boolean quoted) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean harmless = !isHarmful(text, i) && !(quoted && (c == '"' || c == '\\'));
      if (harmless) {
        if (out != null) {
          out.append(c);
        }
        continue;
      }
      if (out == null) {
        out = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      escape(c, out);
    }
    return out == null ? text : out.toString();
  }

  private static void escape(char c, StringBuilder out) {
    out.append('\\');
    switch (c) {
      case '"', '\\' -> out.append(c);
      case '\n' -> out.append('n');
      case '\r' -> out.append('r');
      case '\t' -> out.append('t');
      default -> {
        String hex = Integer.toHexString(c);
        out.append('u').append("0".repeat(HEX_DIGITS - hex.length())).append(hex);
      }
    }
  }

  private static boolean isHarmful(String text, int at) {
    char c = text.charAt(at);
    if (Character.isSurrogate(c)) {
      return !isHalfOfPair(text, at);
    }
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static boolean isHalfOfPair(String text, int at) {
    char c = text.charAt(at);
    return Character.isHighSurrogate(c)
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
