package dev.otter.command;

/**
 * One thing that the doctor looked at.
 *
 * @param level how bad it is
 * @param about what was looked at, one word
 * @param text what is so, and what to do about it
 */
record Finding(Level level, String about, String text) {

  /** How bad something is. */
  enum Level {
    /** As it should be. */
    OK,
    /** It works, but perhaps not as wanted. */
    WARNING,
    /** It does not work. */
    WRONG
  }

  static Finding ok(String about, String text) {
    return new Finding(Level.OK, about, text);
  }

  static Finding warning(String about, String text) {
    return new Finding(Level.WARNING, about, text);
  }

  static Finding wrong(String about, String text) {
    return new Finding(Level.WRONG, about, text);
  }
}
