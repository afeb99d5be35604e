package dev.otter.contract.config;

/**
 * How long a client may take. 0 means no limit, for each of them.
 *
 * @param requestSeconds from the first byte of a request, or from the beginning of a connection, to
 *     the end of that request, default {@value #DEFAULT_REQUEST_SECONDS}
 * @param helloSeconds from the upgrade to the hello of otter.v1, default {@value
 *     #DEFAULT_HELLO_SECONDS}
 * @param silenceSeconds without a sign of life on a WebSocket, default {@value
 *     #DEFAULT_SILENCE_SECONDS}
 */
public record DeadlinesConfig(int requestSeconds, int helloSeconds, int silenceSeconds) {

  /** No limits at all. */
  public static final DeadlinesConfig NONE = new DeadlinesConfig(0, 0, 0);

  /** Default of {@code limits.requestSeconds}. */
  public static final int DEFAULT_REQUEST_SECONDS = 10;

  /** Default of {@code limits.helloSeconds}. */
  public static final int DEFAULT_HELLO_SECONDS = 5;

  /** Default of {@code limits.silenceSeconds}. */
  public static final int DEFAULT_SILENCE_SECONDS = 20;

  /**
   * Checks the values.
   *
   * @throws InvalidOptionException naming the option that is negative
   */
  public DeadlinesConfig {
    LimitsConfig.requireNotNegative("limits.requestSeconds", requestSeconds);
    LimitsConfig.requireNotNegative("limits.helloSeconds", helloSeconds);
    LimitsConfig.requireNotNegative("limits.silenceSeconds", silenceSeconds);
  }
}
