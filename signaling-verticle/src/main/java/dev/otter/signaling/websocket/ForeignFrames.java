package dev.otter.signaling.websocket;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.RejectedExecutionException;

/**
 * Frames that a burst on one event loop has for a socket of another one. They are handed over
 * together, as each hand-over may have to wake the other loop.
 */
final class ForeignFrames {

  private final FrameOutput output;
  private ByteBuf bytes;

  ForeignFrames(FrameOutput output) {
    this.output = output;
  }

  FrameOutput output() {
    return output;
  }

  /** Where to write a frame with so many bytes, its header counted. */
  ByteBuf room(int length, int hint) {
    if (bytes != null && bytes.readableBytes() + length > FrameOutput.FLUSH_BYTES) {
      handOver();
    }
    if (bytes == null) {
      bytes = output.buffer(length, hint);
    }
    return bytes;
  }

  void handOver() {
    ByteBuf frames = bytes;
    if (frames == null) {
      return;
    }
    bytes = null;
    output.announce(frames.readableBytes());
    try {
      output.executor().execute(() -> output.receive(frames));
    } catch (RejectedExecutionException e) {
      // The other loop has ended, and its sockets with it.
      frames.release();
    }
  }
}
