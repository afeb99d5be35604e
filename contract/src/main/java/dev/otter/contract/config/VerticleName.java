package dev.otter.contract.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A part of Otter that a node can run. */
public enum VerticleName {
  /** API keys and room tokens. */
  AUTH,
  /** The room API and the room state. */
  ROOMS,
  /** WebSocket signaling. */
  SIGNALING,
  /** STUN and TURN servers. */
  TURN_ORCHESTRATOR;

  /**
   * Reads one entry of {@code verticles}.
   *
   * @param text a name in kebab case, such as {@code turn-orchestrator}; not null
   * @return the verticle
   * @throws InvalidOptionException if there is no such verticle
   */
  public static VerticleName parse(String text) {
    for (VerticleName verticle : values()) {
      if (verticle.optionText().equals(text)) {
        return verticle;
      }
    }
    String known =
        Arrays.stream(values()).map(VerticleName::optionText).collect(Collectors.joining(", "));
    throw InvalidOptionException.expected(OtterConfig.VERTICLES, "some of " + known, text);
  }

  /**
   * The name used in configuration.
   *
   * @return the name in kebab case; {@link #parse} reads it
   */
  public String optionText() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
