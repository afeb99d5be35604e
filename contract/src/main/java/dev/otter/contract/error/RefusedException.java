package dev.otter.contract.error;

import java.util.Objects;

/**
 * A refusal that the caller can name: a code and a sentence that says what came and what is
 * allowed. It has no stack trace, as it is an answer and not a fault. The text goes to clients:
 * never put a token, key, SDP or password into it.
 */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Another node may take the request at once; this one needs some seconds. */
  private static final int USUAL_RETRY_SECONDS = 2;

  private final ErrorCode code;
  private final int retryAfterSeconds;

  /**
   * Makes a refusal.
   *
   * @param code what programs read
   * @param message what people read
   */
  public RefusedException(ErrorCode code, String message) {
    this(code, message, usualRetrySeconds(code));
  }

  /**
   * Makes a refusal that says when to come back. Only the code and the sentence travel on the event
   * bus.
   *
   * @param code what programs read
   * @param message what people read
   * @param retryAfterSeconds after how many seconds it may go well; 0 where waiting does not help
   */
  public RefusedException(ErrorCode code, String message, int retryAfterSeconds) {
    super(Objects.requireNonNull(message), null, false, false);
    this.code = Objects.requireNonNull(code);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  private static int usualRetrySeconds(ErrorCode code) {
    return switch (code) {
      case NOT_READY, NODE_FULL, ADDRESS_FULL, STORE_UNAVAILABLE -> USUAL_RETRY_SECONDS;
      default -> 0;
    };
  }

  /** After how many seconds it may go well; 0 where waiting does not help. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** What programs read. */
  public ErrorCode code() {
    return code;
  }
}
