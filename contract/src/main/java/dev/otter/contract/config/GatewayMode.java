package dev.otter.contract.config;

import java.util.Locale;

/** Whether a UDP port of the node stands in front of its TURN servers, and what is before that. */
public enum GatewayMode {
  /** None: browsers speak with the TURN servers. */
  OFF,

  /** The outside, or a load balancer that routes: an answer may leave from any node. */
  ON,

  /**
   * A load balancer that translates addresses and takes an answer only from the node that it gave
   * the question to, as a Service of Kubernetes does.
   */
  NAT;

  static final String OPTION = "turn.gateway";

  /**
   * Reads the text of {@code turn.gateway}.
   *
   * @param text not null
   * @throws InvalidOptionException if it is none
   */
  public static GatewayMode parse(String text) {
    for (GatewayMode each : values()) {
      if (each.optionText().equals(text)) {
        return each;
      }
    }
    throw InvalidOptionException.expected(OPTION, "on, off or nat", text);
  }

  /** As the option has it. */
  public String optionText() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether there is a gateway. */
  public boolean isOn() {
    return this != OFF;
  }
}
