package dev.otter.turn.coturn;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * How a relay's console is reached.
 *
 * @param at where it listens; resolved
 * @param password a secret
 */
public record ConsoleAccess(InetSocketAddress at, String password) {

  /** Checks that all is there. */
  public ConsoleAccess {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(password, "password");
  }

  /** Leaves the password out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "ConsoleAccess[at=" + at + "]";
  }
}
