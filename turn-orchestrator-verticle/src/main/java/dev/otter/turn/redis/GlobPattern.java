package dev.otter.turn.redis;

/**
 * A pattern as Redis has them: {@code *} any text, {@code ?} any character, {@code \} the next one
 * as it is. Sets of characters ({@code [ab]}) are taken as they are written. Takes time in
 * proportion to pattern times text, whatever they are; hence the longest pattern.
 *
 * @param text not null
 */
record GlobPattern(String text) {

  /** So long may it be. */
  static final int LONGEST = 128;

  boolean matches(String value) {
    int p = 0;
    int v = 0;
    int star = -1;
    int from = 0;
    while (v < value.length()) {
      if (p < text.length() && text.charAt(p) == '*') {
        star = p++;
        from = v;
      } else if (p < text.length() && matchesOne(p, value.charAt(v))) {
        p = after(p);
        v++;
      } else if (star >= 0) {
        p = star + 1;
        v = ++from;
      } else {
        return false;
      }
    }
    while (p < text.length() && text.charAt(p) == '*') {
      p++;
    }
    return p == text.length();
  }

  private boolean matchesOne(int at, char c) {
    char wanted = text.charAt(at);
    if (wanted == '\\' && at + 1 < text.length()) {
      return text.charAt(at + 1) == c;
    }
    return wanted == '?' || wanted == c;
  }

  private int after(int at) {
    return text.charAt(at) == '\\' && at + 1 < text.length() ? at + 2 : at + 1;
  }
}
