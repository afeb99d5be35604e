package dev.otter.contract.console;

/**
 * What one node saw within ten seconds. Samples of several nodes are of the same ten seconds when
 * they have the same {@code at}, so they can be added.
 *
 * @param at when they began: seconds since 1970, a multiple of ten
 * @param connections how many clients it held at the end
 * @param messagesPerSecond of clients
 * @param relayBitsPerSecond what its relays relayed
 * @param lossPercent the mean of what clients reported; null where none did
 * @param roundTripMs the mean of what clients reported; null where none did
 */
public record FigureSample(
    long at,
    int connections,
    double messagesPerSecond,
    long relayBitsPerSecond,
    Double lossPercent,
    Double roundTripMs) {

  /** Over how many seconds each is taken. */
  public static final int SECONDS = 10;
}
