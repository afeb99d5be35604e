/**
 * What is done to a server, and what is counted.
 *
 * <ol>
 *   <li>{@link dev.otter.bench.mode.Mode} is one kind of load; {@link dev.otter.bench.mode.Modes}
 *       lists them.
 *   <li>{@link dev.otter.bench.mode.Pair} brings two clients together, {@link
 *       dev.otter.bench.mode.OpenPairs} many of them.
 *   <li>{@link dev.otter.bench.mode.UsageMeter} takes CPU time and wall time of the measured part,
 *       {@link dev.otter.bench.mode.Sample} is the result of one run.
 * </ol>
 */
package dev.otter.bench.mode;
