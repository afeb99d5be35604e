package dev.otter.contract.config;

import java.util.Objects;

/**
 * What is written to the log, and how.
 *
 * @param level from which level on; not null
 * @param format how a line looks; not null
 */
public record LogConfig(LogLevel level, LogFormat format) {

  /** What holds when nobody says otherwise. */
  public static final LogConfig DEFAULT = new LogConfig(LogLevel.INFO, LogFormat.TEXT);

  /** The name of the option. */
  static final String LEVEL = "log.level";

  /** The name of the option. */
  static final String FORMAT = "log.format";

  /** Checks the section. */
  public LogConfig {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(format, "format");
  }
}
