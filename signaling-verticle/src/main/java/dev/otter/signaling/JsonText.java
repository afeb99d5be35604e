package dev.otter.signaling;

import java.nio.charset.StandardCharsets;

/**
 * Reads a JSON text that {@link JsonScanner} has passed over. Only for the rare one that counts.
 */
final class JsonText {

  private JsonText() {}

  /** Tells whether there is an escape between two offsets. */
  static boolean isEscaped(byte[] json, int from, int end) {
    for (int i = from; i < end; i++) {
      if (json[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes the text between two quotation marks, without its escapes.
   *
   * @param from the offset behind the opening one
   * @param end the offset of the closing one
   */
  static String of(byte[] json, int from, int end) {
    String raw = new String(json, from, end - from, StandardCharsets.UTF_8);
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    int at = 0;
    while (at < raw.length()) {
      char c = raw.charAt(at);
      at++;
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = raw.charAt(at);
      at++;
      switch (escaped) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          text.append((char) Integer.parseInt(raw, at, at + 4, 16));
          at += 4;
        }
        default -> text.append(escaped);
      }
    }
    return text.toString();
  }
}
