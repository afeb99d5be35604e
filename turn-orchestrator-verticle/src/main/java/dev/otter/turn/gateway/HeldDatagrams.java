package dev.otter.turn.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/** What came for a session while it was being moved: little, as old sound is worthless. */
final class HeldDatagrams {

  /** So many; what comes then is dropped. */
  static final int MOST = 64;

  /** So many bytes of them, as all sessions of a relay move at once. */
  static final int MOST_BYTES = 16_384;

  private final Deque<Held> held = new ArrayDeque<>();
  private int bytes;

  /**
   * Keeps a copy of a datagram, from a peer or, with null, from the client: what comes is in memory
   * for the largest datagram.
   *
   * @return false when there are too many
   */
  boolean add(ByteBuf data, InetSocketAddress peer) {
    int size = data.readableBytes();
    if (held.size() == MOST || bytes + size > MOST_BYTES) {
      return false;
    }
    bytes += size;
    held.add(new Held(Unpooled.copiedBuffer(data), peer));
    return true;
  }

  /** Hands over what is kept, in its order, and keeps it no more. */
  void drain(BiConsumer<ByteBuf, InetSocketAddress> receiver) {
    bytes = 0;
    for (Held next = held.poll(); next != null; next = held.poll()) {
      try {
        receiver.accept(next.data, next.peer);
      } finally {
        next.data.release();
      }
    }
  }

  private record Held(ByteBuf data, InetSocketAddress peer) {}
}
