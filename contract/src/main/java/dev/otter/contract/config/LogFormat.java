package dev.otter.contract.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a line of the log is written. */
public enum LogFormat {
  /** For people at a terminal. */
  TEXT,
  /** {@code key=value} pairs. */
  LOGFMT,
  /** One JSON object. */
  JSON;

  /**
   * Reads the text of {@code log.format}.
   *
   * @param text a format's name in lower case; not null
   * @throws InvalidOptionException if there is no such format
   */
  public static LogFormat parse(String text) {
    for (LogFormat format : values()) {
      if (format.optionText().equals(text)) {
        return format;
      }
    }
    String known =
        Arrays.stream(values()).map(LogFormat::optionText).collect(Collectors.joining(", "));
    throw InvalidOptionException.expected(LogConfig.FORMAT, "one of " + known, text);
  }

  /** The name used in configuration; {@link #parse} reads it. */
  public String optionText() {
    return name().toLowerCase(Locale.ROOT);
  }
}
