package dev.otter.contract.config;

/**
 * UDP ports from the first to the last, both included.
 *
 * @param first the lowest port
 * @param last the highest port
 */
public record PortRange(int first, int last) {

  private static final int LOWEST = 1024;

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if it is not a range of ports
   */
  public PortRange {
    if (first < 1 || last > Ports.HIGHEST || first > last) {
      throw new IllegalArgumentException("not a range of ports: " + first + "-" + last);
    }
  }

  /**
   * Reads {@code first-last}.
   *
   * @param optionName the option it belongs to; not null
   * @param text the text to read; not null
   * @return the range
   * @throws InvalidOptionException if the text has another form, or names a port below {@value
   *     #LOWEST}
   */
  public static PortRange parse(String optionName, String text) {
    if (!text.matches("[0-9]{4,5}-[0-9]{4,5}")) {
      throw refused(optionName, text);
    }
    int dash = text.indexOf('-');
    int first = Integer.parseInt(text.substring(0, dash));
    int last = Integer.parseInt(text.substring(dash + 1));
    if (first < LOWEST || last > Ports.HIGHEST || first > last) {
      throw refused(optionName, text);
    }
    return new PortRange(first, last);
  }

  /**
   * How many ports there are.
   *
   * @return at least 1
   */
  public int size() {
    return last - first + 1;
  }

  /** {@code first-last}; {@link #parse} reads it. */
  @Override
  public String toString() {
    return first + "-" + last;
  }

  private static InvalidOptionException refused(String optionName, String text) {
    return InvalidOptionException.expected(
        optionName, "two ports from " + LOWEST + " to " + Ports.HIGHEST + " as first-last", text);
  }
}
