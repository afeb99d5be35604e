package dev.otter.contract.config;

/**
 * How often a client may call the HTTP API, and how often it may come with a key or token that is
 * none of ours. Counted for the whole cluster. 0 means no limit, for each of them.
 *
 * @param requestRate requests a second of one API key, and of one address, default {@value
 *     #DEFAULT_REQUEST_RATE}; twice as many at once
 * @param authFailures failures of one address within half an hour before its next attempts are
 *     slowed, default {@value #DEFAULT_AUTH_FAILURES}
 */
public record AccessLimitsConfig(int requestRate, int authFailures) {

  /** No limits at all. */
  public static final AccessLimitsConfig NONE = new AccessLimitsConfig(0, 0);

  /** Default of {@code limits.requestRate}, per second. */
  public static final int DEFAULT_REQUEST_RATE = 100;

  /** Default of {@code limits.authFailures}. */
  public static final int DEFAULT_AUTH_FAILURES = 10;

  /**
   * Checks the values.
   *
   * @throws InvalidOptionException naming the option that is negative
   */
  public AccessLimitsConfig {
    LimitsConfig.requireNotNegative("limits.requestRate", requestRate);
    LimitsConfig.requireNotNegative("limits.authFailures", authFailures);
  }
}
