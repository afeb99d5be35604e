package dev.otter.contract.config;

import java.util.Objects;

/**
 * How much one client may ask of a node. 0 means no limit, for each of them.
 *
 * @param messageBytes largest inbound WebSocket message, in bytes of the whole message, default
 *     {@value #DEFAULT_MESSAGE_BYTES}
 * @param connectionsPerNode most WebSocket connections at a time, default {@value
 *     #DEFAULT_CONNECTIONS_PER_NODE}, or 90 % of the files that the process may open
 * @param outboundBytes most bytes that wait for one slow reader, default {@value
 *     #DEFAULT_OUTBOUND_BYTES}
 * @param messageRate messages per second that one connection may send, default {@value
 *     #DEFAULT_MESSAGE_RATE}; twice as many at once
 * @param connectionsPerAddress most WebSocket connections of one IP address at a time, default
 *     {@value #DEFAULT_CONNECTIONS_PER_ADDRESS}
 * @param deadlines how long a client may take; not null
 * @param access how often a client may call, and fail; not null
 */
public record LimitsConfig(
    int messageBytes,
    int connectionsPerNode,
    int outboundBytes,
    int messageRate,
    int connectionsPerAddress,
    DeadlinesConfig deadlines,
    AccessLimitsConfig access) {

  /** No limits at all. */
  public static final LimitsConfig NONE =
      new LimitsConfig(0, 0, 0, 0, 0, DeadlinesConfig.NONE, AccessLimitsConfig.NONE);

  /** Default of {@code limits.messageBytes}, in bytes. */
  public static final int DEFAULT_MESSAGE_BYTES = 65_536;

  /**
   * Default of {@code limits.connectionsPerNode}, where the system lets the process open enough
   * files.
   */
  public static final int DEFAULT_CONNECTIONS_PER_NODE = 50_000;

  /** Default of {@code limits.outboundBytes}, in bytes: 1 MiB. */
  public static final int DEFAULT_OUTBOUND_BYTES = 1_048_576;

  /** Default of {@code limits.messageRate}, per second. */
  public static final int DEFAULT_MESSAGE_RATE = 100;

  /** Default of {@code limits.connectionsPerAddress}. */
  public static final int DEFAULT_CONNECTIONS_PER_ADDRESS = 200;

  /**
   * Checks the section.
   *
   * @throws InvalidOptionException naming the option that is negative
   */
  public LimitsConfig {
    requireNotNegative("limits.messageBytes", messageBytes);
    requireNotNegative("limits.connectionsPerNode", connectionsPerNode);
    requireNotNegative("limits.outboundBytes", outboundBytes);
    requireNotNegative("limits.messageRate", messageRate);
    requireNotNegative("limits.connectionsPerAddress", connectionsPerAddress);
    Objects.requireNonNull(deadlines);
    Objects.requireNonNull(access);
  }

  static void requireNotNegative(String optionName, int limit) {
    if (limit < 0) {
      throw InvalidOptionException.expected(optionName, "0 (no limit) or more", limit);
    }
  }
}
