package dev.otter.contract.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where STUN and TURN servers come from. */
public enum TurnDriver {
  /** The best of the others that works on this machine; the log says which and why. */
  AUTO,
  /** CoTURN in containers of this machine's Docker daemon. */
  DOCKER,
  /** CoTURN in pods of the Kubernetes cluster in which the node runs. */
  KUBERNETES,
  /** CoTURN as a process of this machine: the {@code turnserver} on the path. */
  PROCESS,
  /** The servers of {@code turn.urls}, run by somebody else. */
  STATIC,
  /** No servers: calls work where the browsers reach each other directly. */
  NONE;

  /**
   * Reads the text of {@code turn.driver}.
   *
   * @param text a driver's name in lower case; not null
   * @return the driver
   * @throws InvalidOptionException if this version has no such driver
   */
  public static TurnDriver parse(String text) {
    for (TurnDriver driver : values()) {
      if (driver.optionText().equals(text)) {
        return driver;
      }
    }
    String known =
        Arrays.stream(values()).map(TurnDriver::optionText).collect(Collectors.joining(", "));
    throw InvalidOptionException.expected(
        "turn.driver", "one of the drivers of this version (" + known + ")", text);
  }

  /**
   * The name used in configuration.
   *
   * @return the name in lower case; {@link #parse} reads it
   */
  public String optionText() {
    return name().toLowerCase(Locale.ROOT);
  }
}
