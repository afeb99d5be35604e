package dev.otter.contract.turn;

import dev.otter.contract.id.NodeTag;

/**
 * How far a node is with the TURN secret of its cluster. It says nothing of the secret itself.
 *
 * @param node which node
 * @param rotation the number of the rotation that it has taken note of; 0 for none
 * @param ready whether all relays that it hands out know both secrets of that rotation
 * @param fixedBy the option that has this node take another secret than the cluster's; null where
 *     none has
 */
public record TurnSecretStanding(NodeTag node, int rotation, boolean ready, String fixedBy) {}
