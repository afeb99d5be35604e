package dev.otter.launcher;

import java.net.BindException;

/** Says in one line why a node could not start. */
final class StartFailure {

  private StartFailure() {}

  static String explain(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof BindException)) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (cause instanceof BindException) {
      return "an address cannot be used (" + message + "); see http.host, http.port, cluster.port";
    }
    return cause.getClass().getSimpleName() + ": " + message;
  }
}
