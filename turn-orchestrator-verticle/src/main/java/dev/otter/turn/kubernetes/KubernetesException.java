package dev.otter.turn.kubernetes;

/** The API server refused, or said something that it should not. It has no stack trace. */
final class KubernetesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Makes the failure.
   *
   * @param status the HTTP status
   * @param call what was asked
   * @param message what the API server said
   */
  KubernetesException(int status, KubernetesCall call, String message) {
    super(
        "kubernetes answered "
            + status
            + " to "
            + call.verb()
            + " "
            + call.resource()
            + ": "
            + message,
        null,
        false,
        false);
    this.status = status;
  }

  /** The HTTP status. */
  int status() {
    return status;
  }
}
