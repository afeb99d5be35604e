package dev.otter.contract.cluster;

import dev.otter.contract.id.NodeTag;

/**
 * Asks a node how it stands; the answer is {@link Standing}. It shows as well that the event bus
 * leads to that node.
 *
 * @param asker who asks
 * @param reached whether the last question of {@code asker} to that node was answered
 */
public record AskStanding(NodeTag asker, boolean reached) {}
