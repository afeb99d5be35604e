package dev.otter.contract.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** From which level on something is written to the log. */
public enum LogLevel {
  /** Faults, of Otter or of what it stands on. */
  ERROR,
  /** What somebody should look at. */
  WARN,
  /** What happened. */
  INFO,
  /** What helps to find a fault. Only here may addresses of users be. */
  DEBUG;

  /**
   * Reads the text of {@code log.level}.
   *
   * @param text a level's name, in lower or upper case; not null
   * @throws InvalidOptionException if there is no such level
   */
  public static LogLevel parse(String text) {
    for (LogLevel level : values()) {
      if (level.optionText().equalsIgnoreCase(text)) {
        return level;
      }
    }
    String known =
        Arrays.stream(values()).map(LogLevel::optionText).collect(Collectors.joining(", "));
    throw InvalidOptionException.expected(LogConfig.LEVEL, "one of " + known, text);
  }

  /** The name used in configuration; {@link #parse} reads it. */
  public String optionText() {
    return name().toLowerCase(Locale.ROOT);
  }
}
