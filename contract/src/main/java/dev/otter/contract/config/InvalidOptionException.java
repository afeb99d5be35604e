package dev.otter.contract.config;

import java.util.Objects;

/**
 * An option has a value that is not allowed. The message names the option, what is allowed and what
 * came; it never holds the value of a secret.
 */
public final class InvalidOptionException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Longest part of a refused value that a message repeats, in characters. */
  private static final int SHOWN_CHARACTERS = 80;

  private final String optionName;

  /**
   * A refusal with its own text.
   *
   * @param optionName the option's YAML path, such as {@code http.port}; not null
   * @param message what is allowed and what came; not null, without secrets
   */
  public InvalidOptionException(String optionName, String message) {
    super(message);
    this.optionName = Objects.requireNonNull(optionName, "optionName");
  }

  /**
   * A refusal in the usual words: {@code <option> must be <allowed>, got <got>}. Only for options
   * that are no secrets.
   *
   * @param optionName the option's YAML path; not null
   * @param allowed completes "must be"; not null
   * @param got the refused value; shortened, and a user name and password in it are masked
   * @return the exception, to be thrown by the caller
   */
  public static InvalidOptionException expected(String optionName, String allowed, Object got) {
    return new InvalidOptionException(
        optionName, optionName + " must be " + allowed + ", got " + shown(String.valueOf(got)));
  }

  /**
   * Which option was refused.
   *
   * @return the option's YAML path, such as {@code http.port}; not null
   */
  public String optionName() {
    return optionName;
  }

  private static String shown(String value) {
    if (value.isBlank()) {
      return "nothing";
    }
    // A URL may carry a password, and the text ends in a log: everything up to the last @ goes.
    String masked = value.replaceAll("\\p{Cntrl}", "?").replaceFirst("^(.*?//)?.*@", "$1***@");
    return masked.length() <= SHOWN_CHARACTERS
        ? masked
        : masked.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
