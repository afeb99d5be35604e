package dev.otter.signaling.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Keeps what was read and cannot be used yet. A few bytes must not hold on to a large buffer, and
 * memory grows with what came and not with what a client says will come.
 */
final class Joining {

  private static final int LEAST_BYTES = 64;

  private Joining() {}

  /** Appends {@code more} to {@code kept}, and lets go of both but for the result. */
  static ByteBuf join(ByteBufAllocator memory, ByteBuf kept, ByteBuf more) {
    int length = kept.readableBytes() + more.readableBytes();
    ByteBuf joined = kept;
    if (kept.writableBytes() < more.readableBytes() || kept.isReadOnly()) {
      joined = memory.buffer(Math.max(LEAST_BYTES, length + length / 2));
      joined.writeBytes(kept);
      kept.release();
    }
    joined.writeBytes(more);
    more.release();
    return joined;
  }

  /** What is left of a buffer, in one that fits; null when nothing is. */
  static ByteBuf rest(ByteBufAllocator memory, ByteBuf in) {
    int left = in.readableBytes();
    if (left == 0) {
      return none(in);
    }
    if (left > in.capacity() / 4) {
      return in;
    }
    ByteBuf rest = memory.buffer(Math.max(LEAST_BYTES, left));
    rest.writeBytes(in);
    in.release();
    return rest;
  }

  /** Lets go of a buffer, which may be null; makes null of it. */
  static ByteBuf none(ByteBuf in) {
    if (in != null) {
      in.release();
    }
    return null;
  }
}
