package dev.otter.config;

/**
 * One option of the configuration: everything there is to say about it, said once.
 *
 * @param <T> the type of its value in Java
 * @param path name in the file, such as {@code http.port}; unique
 * @param environmentName name of the environment variable, such as {@code OTTER_HTTP_PORT}; unique
 * @param defaultValue what it is when nobody sets it; not null
 * @param secret whether its value must never be shown
 * @param type how its text is read; not null
 * @param description one sentence or two: meaning, unit, consequence; Markdown
 */
public record Option<T>(
    String path,
    String environmentName,
    OptionDefault defaultValue,
    boolean secret,
    OptionType<T> type,
    String description) {

  /** Shown in place of a secret. Too short to be one: pasted back it is refused. */
  static final String MASK = "********";

  /** An option whose value may be shown. */
  static <T> Option<T> open(
      String path,
      String environmentName,
      OptionDefault defaultValue,
      OptionType<T> type,
      String description) {
    return new Option<>(path, environmentName, defaultValue, false, type, description);
  }

  /** An option whose value must never be shown, and which has no default text. */
  static <T> Option<T> secret(
      String path, String environmentName, String shown, OptionType<T> type, String description) {
    return new Option<>(path, environmentName, OptionDefault.none(shown), true, type, description);
  }

  /**
   * The group the option stands in.
   *
   * @return the part of the path before its first dot, or the whole path of a top-level option
   */
  public String section() {
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }

  /** The option's name in the file. */
  @Override
  public String toString() {
    return path;
  }
}
