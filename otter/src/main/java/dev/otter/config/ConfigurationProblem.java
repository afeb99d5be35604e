package dev.otter.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param error what kind of thing; not null
 * @param message what came, what is allowed and where; one line, without secrets
 */
public record ConfigurationProblem(ConfigurationError error, String message) {

  /** {@code code: message}. */
  @Override
  public String toString() {
    return error.code() + ": " + message;
  }
}
