package dev.otter.contract.console;

/**
 * Asks a node for what it noted within the last hour; the answer is {@link HourOfFigures}.
 *
 * @param after only what began later: seconds since 1970
 */
public record AskHour(long after) {}
