package dev.otter.contract.config;

/** What a TCP or UDP port may be, as a number and as text. */
public final class Ports {

  /** The highest port there is. */
  public static final int HIGHEST = 65_535;

  private Ports() {}

  /**
   * Checks a port.
   *
   * @param optionName the option it belongs to; not null
   * @param lowest 0 where 0 means "any free port", else 1
   * @param port the port to check
   * @return the port
   * @throws InvalidOptionException if it is not between {@code lowest} and {@value #HIGHEST}
   */
  public static int require(String optionName, int lowest, int port) {
    if (port < lowest || port > HIGHEST) {
      throw refused(optionName, lowest, port);
    }
    return port;
  }

  /**
   * Reads a port: decimal digits and nothing else.
   *
   * @param optionName the option it belongs to; not null
   * @param lowest 0 where 0 means "any free port", else 1
   * @param text the text to read; not null
   * @return the port
   * @throws InvalidOptionException if the text is no number, or out of range
   */
  public static int parse(String optionName, int lowest, String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw refused(optionName, lowest, text);
    }
    int port = Integer.parseInt(text);
    if (port < lowest || port > HIGHEST) {
      throw refused(optionName, lowest, text);
    }
    return port;
  }

  private static InvalidOptionException refused(String optionName, int lowest, Object got) {
    return InvalidOptionException.expected(
        optionName, "between " + lowest + " and " + HIGHEST, got);
  }
}
