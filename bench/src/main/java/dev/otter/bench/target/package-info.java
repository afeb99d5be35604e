/**
 * The servers that are measured, and how a client speaks to each of them.
 *
 * <p>The only authority for what differs between the servers: how one starts, what its clients say
 * before they may send, and what stands around a payload. All else is the same for all.
 *
 * <ol>
 *   <li>{@link dev.otter.bench.target.Launch} says how each server is started, {@link
 *       dev.otter.bench.target.ServerProcess} is one that runs.
 *   <li>{@link dev.otter.bench.target.Target} is a server with its {@link
 *       dev.otter.bench.target.Dialect} and rooms to meet in.
 *   <li>{@link dev.otter.bench.target.Client} is one client of a target: it connects, sends
 *       numbered messages, and checks those that it gets into an {@link
 *       dev.otter.bench.target.Integrity}.
 * </ol>
 */
package dev.otter.bench.target;
