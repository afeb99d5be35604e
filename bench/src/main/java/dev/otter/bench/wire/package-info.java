/**
 * The generator's side of the wire: one thread, one selector, WebSocket frames of its own.
 *
 * <p>The only authority for how a byte is sent, read and timed. It knows no server and no envelope.
 *
 * <ol>
 *   <li>{@link dev.otter.bench.wire.Loop} waits for sockets and owns the two buffers all share.
 *   <li>{@link dev.otter.bench.wire.Connection} connects, upgrades, reads frames, writes frames.
 *   <li>{@link dev.otter.bench.wire.NumberedFrame} is a message masked beforehand; only its number
 *       changes from one sending to the next.
 *   <li>{@link dev.otter.bench.wire.Payload} is what both ends know of a message's inside.
 *   <li>{@link dev.otter.bench.wire.SequenceCheck} and {@link dev.otter.bench.wire.Latencies} judge
 *       what arrives.
 * </ol>
 */
package dev.otter.bench.wire;
