package dev.otter.turn.check;

/** A relay did not do what it must, or did what it must not. It has no stack trace. */
public final class SelfTestFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the failure.
   *
   * @param message what happened and what must happen
   */
  public SelfTestFailedException(String message) {
    super(message, null, false, false);
  }
}
