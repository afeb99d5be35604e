package dev.otter.launcher;

import java.io.IOException;
import java.net.BindException;

/** Says in one line why a node could not start. */
final class StartFailure {

  private StartFailure() {}

  static String explain(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !isBindFailure(cause)) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (isBindFailure(cause)) {
      return "an address cannot be used ("
          + message
          + "); see http.host, http.port, management.port, cluster.port, turn.redisPort";
    }
    return cause.getClass().getSimpleName() + ": " + message;
  }

  /** Netty's epoll has an exception of its own, which has the name of the call in its message. */
  private static boolean isBindFailure(Throwable failure) {
    return failure instanceof BindException
        || (failure instanceof IOException
            && failure.getMessage() != null
            && failure.getMessage().startsWith("bind("));
  }
}
