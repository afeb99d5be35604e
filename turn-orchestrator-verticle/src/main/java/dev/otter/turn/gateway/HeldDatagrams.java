package dev.otter.turn.gateway;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/**
 * What came for a session while it was being moved: little, as sound of a second ago is worthless.
 */
final class HeldDatagrams {

  /** So many; what comes then is dropped. */
  static final int MOST = 64;

  private final Deque<Held> held = new ArrayDeque<>();

  /**
   * Keeps a datagram, from a peer or, with null, from the client; false when there are too many.
   */
  boolean add(ByteBuf data, InetSocketAddress peer) {
    if (held.size() == MOST) {
      return false;
    }
    held.add(new Held(data.retain(), peer));
    return true;
  }

  /** Hands over what is kept, in its order, and keeps it no more. */
  void drain(BiConsumer<ByteBuf, InetSocketAddress> receiver) {
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
