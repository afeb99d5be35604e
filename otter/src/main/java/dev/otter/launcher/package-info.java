/**
 * The command line and the start of a node.
 *
 * <ol>
 *   <li>{@link dev.otter.launcher.Main} reads the command line, {@code RunCommand} the
 *       configuration;
 *   <li>{@link dev.otter.launcher.OtterNode} starts what a node is made of: {@code NodeCluster},
 *       {@code NodeStore}, {@code NodeParts}, {@code NodeEdge};
 *   <li>{@code Welcome} is what the terminal shows then.
 * </ol>
 */
package dev.otter.launcher;
