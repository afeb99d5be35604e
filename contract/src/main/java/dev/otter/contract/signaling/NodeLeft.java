package dev.otter.contract.signaling;

import dev.otter.contract.id.NodeTag;

/**
 * Says that a node is no longer in the cluster, and its connections with it.
 *
 * @param node which
 */
public record NodeLeft(NodeTag node) {}
