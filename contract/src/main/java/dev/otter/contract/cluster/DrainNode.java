package dev.otter.contract.cluster;

/**
 * Tells a node to send its clients away and take no more, or to take them again; the answer is
 * {@link NodeReport}.
 *
 * @param drain whether to empty it
 */
public record DrainNode(boolean drain) {}
