package dev.otter.contract.error;

import java.util.Objects;

/**
 * A refusal that the caller can name: a code and a sentence that says what came and what is
 * allowed. It has no stack trace, as it is an answer and not a fault. The text goes to clients:
 * never put a token, key, SDP or password into it.
 */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * Makes a refusal.
   *
   * @param code what programs read
   * @param message what people read
   */
  public RefusedException(ErrorCode code, String message) {
    super(Objects.requireNonNull(message), null, false, false);
    this.code = Objects.requireNonNull(code);
  }

  /** What programs read. */
  public ErrorCode code() {
    return code;
  }
}
