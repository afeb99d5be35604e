package dev.otter.signaling.websocket;

import io.netty.buffer.ByteBuf;

/**
 * The header of one frame (RFC 6455, section 5.2): read from a client, checked, and written to one.
 * Reused for each frame that an event loop reads.
 */
final class FrameHeader {

  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xa;

  /** A whole ping. */
  static final byte[] EMPTY_PING = {(byte) 0x89, 0};

  /** The largest header that {@link #write} makes. */
  static final int MAX_WRITTEN = 10;

  private static final int FINAL = 0x80;
  private static final int RESERVED = 0x70;
  private static final int CONTROL = 0x08;
  private static final int MASKED = 0x80;
  private static final int MAX_CONTROL_LENGTH = 125;
  private static final int SHORT_LENGTH = 126;
  private static final int LONG_LENGTH = 127;
  private static final int KEY_BYTES = 4;

  private int first;
  private boolean masked;
  private boolean shortest;
  private long length;
  private int key;
  private int size;

  /**
   * Reads the header that begins at the reader index, which does not move.
   *
   * @return false when not all of it is there yet
   */
  boolean read(ByteBuf in) {
    int readable = in.readableBytes();
    if (readable < 2) {
      return false;
    }
    int at = in.readerIndex();
    first = in.getUnsignedByte(at);
    int second = in.getUnsignedByte(at + 1);
    masked = (second & MASKED) != 0;
    int code = second & ~MASKED;
    int lengthBytes = code < SHORT_LENGTH ? 0 : code == SHORT_LENGTH ? Short.BYTES : Long.BYTES;
    size = 2 + lengthBytes + (masked ? KEY_BYTES : 0);
    if (readable < size) {
      return false;
    }
    length =
        switch (lengthBytes) {
          case 0 -> code;
          case Short.BYTES -> in.getUnsignedShort(at + 2);
          default -> in.getLong(at + 2);
        };
    shortest =
        switch (lengthBytes) {
          case 0 -> true;
          case Short.BYTES -> length >= SHORT_LENGTH;
          default -> length < 0 || length > 0xffff;
        };
    key = masked ? in.getInt(at + 2 + lengthBytes) : 0;
    return true;
  }

  /** What this header breaks of RFC 6455, whatever stands before it; null when nothing. */
  String violation() {
    if ((first & RESERVED) != 0) {
      return "no extension was negotiated, so the reserved bits must be 0";
    }
    if (!masked) {
      return "a client must mask its frames";
    }
    if (length < 0) {
      return "a frame's length must not have its highest bit set";
    }
    if (!shortest) {
      return "a frame's length must be written in its shortest form";
    }
    if (isControl()) {
      if (!isFinal() || length > MAX_CONTROL_LENGTH) {
        return "a control frame must be whole and have 125 bytes at most";
      }
      return opcode() > PONG ? "an unknown control frame" : null;
    }
    return opcode() > BINARY ? "an unknown data frame" : null;
  }

  int opcode() {
    return first & 0x0f;
  }

  boolean isFinal() {
    return (first & FINAL) != 0;
  }

  boolean isControl() {
    return (first & CONTROL) != 0;
  }

  /** How many bytes of payload follow. */
  long length() {
    return length;
  }

  int key() {
    return key;
  }

  /** How many bytes the header has. */
  int size() {
    return size;
  }

  /** Writes the header of a whole frame to a client, which is not masked. */
  static void write(ByteBuf out, int opcode, int length) {
    out.writeByte(FINAL | opcode);
    if (length < SHORT_LENGTH) {
      out.writeByte(length);
    } else if (length <= 0xffff) {
      out.writeByte(SHORT_LENGTH).writeShort(length);
    } else {
      out.writeByte(LONG_LENGTH).writeLong(length);
    }
  }
}
