/**
 * The benchmark: loads Otter and other signaling servers in the same way and prints what they did
 * for their CPU time. See bench/README.md.
 *
 * <ol>
 *   <li>{@link dev.otter.bench.Main} reads the command line.
 *   <li>{@link dev.otter.bench.Plan} says what is run, and for how long.
 *   <li>{@link dev.otter.bench.Benchmark} starts the servers, lets each {@link
 *       dev.otter.bench.mode.Mode} load each {@link dev.otter.bench.target.Target} in turn, and
 *       ends the servers.
 *   <li>{@link dev.otter.bench.report.Report} makes tables of the samples.
 * </ol>
 */
package dev.otter.bench;
