package dev.otter.contract.id;

/** The characters that ids are made of. Ids are checked for each message, so not by a pattern. */
final class IdSyntax {

  private IdSyntax() {}

  /** Tells whether {@code text} has only letters and digits between two offsets. */
  static boolean isAlphanumeric(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isAlphanumeric(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Tells whether {@code text} has only letters, digits, - and _ between two offsets. */
  static boolean isBase64Url(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
