package dev.otter.turn.coturn;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * How a relay's console is reached.
 *
 * @param at where it listens, on the relay's own machine; resolved
 * @param password a secret
 * @param door the way to it; empty where the relay is on this machine
 */
public record ConsoleAccess(InetSocketAddress at, String password, Optional<ConsoleDoor> door) {

  /** Checks that all is there. */
  public ConsoleAccess {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(password, "password");
    Objects.requireNonNull(door, "door");
  }

  /** The console of a relay on this machine. */
  public ConsoleAccess(InetSocketAddress at, String password) {
    this(at, password, Optional.empty());
  }

  /** The same console, to which another way leads. */
  public ConsoleAccess through(ConsoleDoor way) {
    return new ConsoleAccess(at, password, Optional.of(way));
  }

  /** Leaves the password out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "ConsoleAccess[at=" + at + "]";
  }
}
