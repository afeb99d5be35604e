/**
 * WebSockets (RFC 6455) without Vert.x: the handshake, the frames, and what is read from and
 * written to one client. This package alone knows frames, and alone knows Vert.x' pipeline. It
 * knows nothing of signaling. The way of a message:
 *
 * <ol>
 *   <li>{@link dev.otter.signaling.websocket.WebSocketHandshake} checks a request, {@link
 *       dev.otter.signaling.websocket.PipelineHandOver} makes a {@link
 *       dev.otter.signaling.websocket.ClientSocket} of its connection;
 *   <li>{@code WebSocketFrameHandler} reads frames, each by its {@code FrameHeader}, takes the mask
 *       off ({@code Unmasking}), checks UTF-8 and calls the {@link
 *       dev.otter.signaling.websocket.ClientSocketListener};
 *   <li>what the listener writes, to any socket, is collected in that socket's {@code FrameOutput},
 *       or in {@code ForeignFrames} if that is on another event loop;
 *   <li>{@code ReadBurst} flushes each of them once, when all that had come was handled.
 * </ol>
 */
package dev.otter.signaling.websocket;
