package dev.otter.turn.check;

/** A relay did not do what it must, or did what it must not. It has no stack trace. */
public final class SelfTestFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean open;

  private SelfTestFailedException(String message, boolean open) {
    super(message, null, false, false);
    this.open = open;
  }

  /**
   * The failure of a relay that did not do what it must.
   *
   * @param message what happened and what must happen
   */
  public SelfTestFailedException(String message) {
    this(message, false);
  }

  /** The failure of a relay that did what it must not. */
  static SelfTestFailedException open(String what) {
    return new SelfTestFailedException(what + " must be refused, and was not", true);
  }

  /** The same failure, with the way by which the relay was asked. */
  SelfTestFailedException by(String way) {
    return new SelfTestFailedException(way + ": " + getMessage(), open);
  }

  /** Whether the relay did what it must not, so that nobody may be sent to it by any way. */
  boolean isOpen() {
    return open;
  }
}
