/**
 * The command line and the start of a node.
 *
 * <ol>
 *   <li>{@link dev.otter.launcher.Main} reads the command line, {@code RunCommand} the
 *       configuration;
 *   <li>{@link dev.otter.launcher.OtterNode} starts Vert.x, verticles and edge;
 *   <li>{@code Welcome} is what the terminal shows then.
 * </ol>
 */
package dev.otter.launcher;
