package dev.otter.signaling.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Takes the mask off a client's payload (RFC 6455, section 5.3), eight bytes at a time. */
final class Unmasking {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Unmasking() {}

  /**
   * Unmasks in place.
   *
   * @param from where the payload begins, and with it the key
   * @param key the masking key as a big-endian number
   * @return whether all that came out is ASCII, which costs nothing to know here
   */
  static boolean unmask(byte[] bytes, int from, int to, int key) {
    long wide = (long) key << 32 | (key & 0xffffffffL);
    long all = 0;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = (long) LONGS.get(bytes, at) ^ wide;
      LONGS.set(bytes, at, word);
      all |= word;
    }
    for (int shift = 24; at < to; at++, shift = (shift - 8) & 31) {
      bytes[at] ^= (byte) (key >>> shift);
      all |= bytes[at] & 0x80;
    }
    return (all & HIGH_BITS) == 0;
  }
}
