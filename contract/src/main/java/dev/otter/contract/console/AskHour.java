package dev.otter.contract.console;

/** Asks a node for what it noted within the last hour; the answer is {@link HourOfFigures}. */
public record AskHour() {}
