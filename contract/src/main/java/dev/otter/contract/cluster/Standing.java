package dev.otter.contract.cluster;

/**
 * How a node stands in the cluster.
 *
 * @param serving whether it serves
 * @param settled whether it is not in the middle of a merge; if it is, its view counts for nothing
 * @param view the members that it counts
 * @param member whether the asker is a member for it
 * @param reached whether its own last question to the asker was answered
 */
public record Standing(
    boolean serving, boolean settled, ClusterView view, boolean member, boolean reached) {}
