package dev.otter.turn.stun;

/** A STUN or TURN server did not answer in time. It has no stack trace. */
public final class NoAnswerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the failure.
   *
   * @param waitedMs how long the answer was waited for, in milliseconds
   */
  public NoAnswerException(long waitedMs) {
    super("no answer within " + waitedMs + " ms", null, false, false);
  }
}
