package dev.otter.contract.turn;

import java.time.Instant;

/**
 * Why a node that wants relays has none ready.
 *
 * @param reason in words
 * @param since when that was found out
 */
public record RelayWait(String reason, Instant since) {}
