package dev.otter.turn.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Datagrams in a row of one size to one address, which the system takes as one and cuts again (see
 * UDP_SEGMENT in udp(7)); the last may be shorter. Half of what a datagram costs is the way through
 * the system's network code, and a burst goes it once. Used on one thread.
 */
final class Burst {

  /** Linux takes so many, older ones too. */
  static final int MOST = 64;

  /** A larger one may not fit into a packet of the network, and then the system takes none. */
  static final int LARGEST = 1_232;

  /** Fits into the largest packet. */
  static final int MOST_BYTES = 60_000;

  private static final int EXPECTED = 8;

  private final ByteBufAllocator allocator;
  private final int mostBytes;
  private ByteBuf first;
  private ByteBuf joined;
  private InetSocketAddress to;
  private int size;
  private int count;
  private boolean complete;

  Burst(ByteBufAllocator allocator, int mostBytes) {
    this.allocator = allocator;
    this.mostBytes = mostBytes;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** Where they go; null for whom the socket is connected to. */
  InetSocketAddress to() {
    return to;
  }

  /** Bytes in each but the last. */
  int size() {
    return size;
  }

  /**
   * Takes one more, if it fits those that are there; anything is taken when there is none.
   *
   * @param data taken over, if taken
   * @param address null for whom the socket is connected to
   * @return whether it was taken
   */
  boolean add(ByteBuf data, InetSocketAddress address) {
    int bytes = data.readableBytes();
    if (count == 0) {
      first = data;
      to = address;
      size = bytes;
      complete = bytes > LARGEST;
    } else if (complete
        || bytes > size
        || count == MOST
        || (count + 1) * size > mostBytes
        || !Objects.equals(address, to)) {
      return false;
    } else {
      join(data);
      complete = bytes < size;
    }
    count++;
    return true;
  }

  /** All of them, one after the other, the caller's; afterwards there are none. */
  ByteBuf take() {
    ByteBuf all = joined == null ? first : joined;
    first = null;
    joined = null;
    to = null;
    count = 0;
    return all;
  }

  private void join(ByteBuf data) {
    if (joined == null) {
      joined = allocator.directBuffer(EXPECTED * size);
      joined.writeBytes(first);
      first.release();
    }
    joined.writeBytes(data);
    data.release();
  }
}
