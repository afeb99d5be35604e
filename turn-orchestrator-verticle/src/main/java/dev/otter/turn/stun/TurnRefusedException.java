package dev.otter.turn.stun;

/** A STUN or TURN server said no. It has no stack trace, as it is an answer and not a fault. */
public final class TurnRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * Makes a refusal.
   *
   * @param code such as 403; 0 when the answer was not understood
   */
  public TurnRefusedException(int code) {
    super("refused with " + code, null, false, false);
    this.code = code;
  }

  /** Why, as STUN numbers it. */
  public int code() {
    return code;
  }
}
