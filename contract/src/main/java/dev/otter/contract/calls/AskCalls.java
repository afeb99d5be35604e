package dev.otter.contract.calls;

import java.time.Instant;

/**
 * Asks a node which calls it has seen, the newest first.
 *
 * @param since of which something happened at this time or later
 * @param before of which the last thing happened at this time or before; null for all
 * @param most how many at most
 */
public record AskCalls(Instant since, Instant before, int most) {}
