package dev.otter.contract.console;

/** Asks a node how loaded it is; the answer is {@link NodeFigures}. */
public record AskFigures() {}
