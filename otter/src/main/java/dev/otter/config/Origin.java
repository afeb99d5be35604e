package dev.otter.config;

import java.util.Locale;

/** Where a setting comes from; a later one beats an earlier one. */
public enum Origin {
  /** Nobody set it. */
  DEFAULT,
  /** The configuration file. */
  FILE,
  /** An environment variable. */
  ENVIRONMENT;

  /**
   * The word shown to people.
   *
   * @return the name in lower case
   */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
