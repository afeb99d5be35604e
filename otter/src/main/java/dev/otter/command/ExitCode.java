package dev.otter.command;

/** What a command's end says to a script. */
public final class ExitCode {

  /** Done. */
  public static final int OK = 0;

  /** Refused, or something is wrong. */
  public static final int FAILED = 1;

  /** The command line or the configuration is wrong. */
  public static final int WRONG_USE = 2;

  /** The API key is not good, or has no scope for it. */
  public static final int NOT_ALLOWED = 3;

  /** There is nothing with this id. */
  public static final int NOT_FOUND = 4;

  /** The node cannot be reached, or cannot serve at this moment: try again. */
  public static final int NOT_READY = 5;

  private ExitCode() {}

  static int ofHttpStatus(int status) {
    return switch (status) {
      case 200, 201, 202, 204 -> OK;
      case 401, 403 -> NOT_ALLOWED;
      case 404 -> NOT_FOUND;
      case 503 -> NOT_READY;
      default -> FAILED;
    };
  }
}
