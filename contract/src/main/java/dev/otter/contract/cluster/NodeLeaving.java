package dev.otter.contract.cluster;

/**
 * Says that a node is about to leave in order; the answer is {@link NodeLeaving} itself. Its
 * absence is then no sign of a cut network.
 *
 * @param member its address, as {@code host:port}
 */
public record NodeLeaving(String member) {}
