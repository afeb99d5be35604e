package dev.otter.config;

/** What can be wrong with a configuration. The codes are stable: programs may rely on them. */
public enum ConfigurationError {
  /** The file has a key that is no option. */
  UNKNOWN_OPTION("unknown-option"),
  /** An option has a value that is not allowed. */
  INVALID_OPTION("invalid-option"),
  /** The file cannot be read, is not YAML, or sets something twice. */
  INVALID_FILE("invalid-file"),
  /** There is no file where one was named. */
  FILE_NOT_FOUND("file-not-found");

  private final String code;

  ConfigurationError(String code) {
    this.code = code;
  }

  /**
   * The stable code.
   *
   * @return lower-case words with dashes
   */
  public String code() {
    return code;
  }
}
