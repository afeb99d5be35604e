package dev.otter.contract.cluster;

/** Asks a node what it is doing; the answer is {@link NodeReport}. */
public record AskNode() {}
