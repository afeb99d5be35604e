package dev.otter.store;

import java.time.Instant;

/**
 * How the store is.
 *
 * @param away whether it does not answer
 * @param since when that began, or when it began to answer
 */
public record StoreStanding(boolean away, Instant since) {}
