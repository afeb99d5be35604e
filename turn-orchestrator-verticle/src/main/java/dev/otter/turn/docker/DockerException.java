package dev.otter.turn.docker;

/** The Docker daemon refused, or said something that it should not. It has no stack trace. */
public final class DockerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Makes the failure.
   *
   * @param status the HTTP status
   * @param message what Docker said
   */
  DockerException(int status, String message) {
    super("docker answered " + status + ": " + message, null, false, false);
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
