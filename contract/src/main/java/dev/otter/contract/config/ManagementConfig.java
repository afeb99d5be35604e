package dev.otter.contract.config;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * The management port: metrics and probes.
 *
 * @param host address to listen on, default {@value #DEFAULT_HOST}; not null
 * @param port TCP port to listen on, 0 takes a free one; empty, the default, opens none
 */
public record ManagementConfig(String host, OptionalInt port) {

  /** Default of {@code management.host}: this machine only. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** The word for "no management port", and the default of {@code management.port}. */
  public static final String OFF = "off";

  private static final String PORT = "management.port";

  /**
   * Checks the section.
   *
   * @throws InvalidOptionException naming the option that has an impossible value
   */
  public ManagementConfig {
    Objects.requireNonNull(host, "host");
    Hosts.require("management.host", host);
    port.ifPresent(number -> Ports.require(PORT, 0, number));
  }

  /**
   * Reads the text of {@code management.port}.
   *
   * @param text a port or {@value #OFF}; not null
   * @return the port, empty for {@value #OFF}
   * @throws InvalidOptionException if it is neither
   */
  public static OptionalInt parsePort(String text) {
    if (text.equals(OFF)) {
      return OptionalInt.empty();
    }
    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > Ports.HIGHEST) {
      throw InvalidOptionException.expected(
          PORT, "between 0 and " + Ports.HIGHEST + ", or " + OFF, text);
    }
    return OptionalInt.of(Integer.parseInt(text));
  }
}
