package dev.otter.deploy;

import dev.otter.command.ExitCode;

/** Something could not be done, in words for the user of a command. It has no stack trace. */
public final class DeployException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private DeployException(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  /**
   * It was refused, or did not come about.
   *
   * @param message why, and what to do; no secrets
   */
  public static DeployException failed(String message) {
    return new DeployException(ExitCode.FAILED, message);
  }

  /**
   * What would do it cannot be reached.
   *
   * @param message who does not answer, and what to do
   */
  public static DeployException unreachable(String message) {
    return new DeployException(ExitCode.NOT_READY, message);
  }

  /**
   * The command line is wrong.
   *
   * @param message which option, what came, what is allowed
   */
  public static DeployException wrongUse(String message) {
    return new DeployException(ExitCode.WRONG_USE, message);
  }

  /** What the command ends with. */
  public int exitCode() {
    return exitCode;
  }
}
