/**
 * The nodes of a cluster, as an administrator sees them: which there are, and emptying one. {@link
 * dev.otter.nodes.NodeDesk} answers for its own node, {@link dev.otter.nodes.NodeRoutes} asks all.
 */
package dev.otter.nodes;
