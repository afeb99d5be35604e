package dev.otter.turn.ports;

import java.io.IOException;

/** All ports that a relay may have are taken; the message says which, and names the option. */
public final class NoFreePortsException extends IOException {

  private static final long serialVersionUID = 1L;

  /** With what is taken, in words. */
  public NoFreePortsException(String message) {
    super(message);
  }
}
