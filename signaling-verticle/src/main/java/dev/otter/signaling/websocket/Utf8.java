package dev.otter.signaling.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Tells whether bytes are UTF-8 (RFC 3629); quick where they are ASCII. Any thread. */
final class Utf8 {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  static boolean isValid(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (at + Long.BYTES <= to && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
        at += Long.BYTES;
      } else if (bytes[at] >= 0) {
        at++;
      } else {
        int length = sequence(bytes, at, to);
        if (length == 0) {
          return false;
        }
        at += length;
      }
    }
    return true;
  }

  /**
   * The length of the character that begins at an offset; 0 when none does. RFC 3629, section 4.
   */
  private static int sequence(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xff;
    if (first >= 0xc2 && first <= 0xdf) {
      return tails(bytes, at, to, 2, 0x80, 0xbf);
    }
    return switch (first) {
      case 0xe0 -> tails(bytes, at, to, 3, 0xa0, 0xbf);
      case 0xed -> tails(bytes, at, to, 3, 0x80, 0x9f);
      case 0xf0 -> tails(bytes, at, to, 4, 0x90, 0xbf);
      case 0xf4 -> tails(bytes, at, to, 4, 0x80, 0x8f);
      default -> {
        if (first >= 0xe1 && first <= 0xef) {
          yield tails(bytes, at, to, 3, 0x80, 0xbf);
        }
        yield first >= 0xf1 && first <= 0xf3 ? tails(bytes, at, to, 4, 0x80, 0xbf) : 0;
      }
    };
  }

  private static int tails(byte[] bytes, int at, int to, int length, int least, int most) {
    if (at + length > to) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    if (second < least || second > most) {
      return 0;
    }
    for (int i = at + 2; i < at + length; i++) {
      if ((bytes[i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
