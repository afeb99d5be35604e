package dev.otter.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A masked text frame around a {@link Payload}, made once and sent many times: only the eight
 * digits of its number are written anew.
 *
 * <p>So its masking key stays the same, which RFC 6455 (section 5.3) forbids clients on real
 * networks; a server cannot tell, and has to unmask all the same. Used by one thread.
 */
public final class NumberedFrame {

  private static final int FINAL_TEXT = 0x81;
  private static final int MASKED = 0x80;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private final byte[] frame;
  private final int digits;
  private final byte[] digitMask = new byte[Payload.DIGITS];

  private NumberedFrame(byte[] frame, int digits) {
    this.frame = frame;
    this.digits = digits;
  }

  /**
   * Masks a message.
   *
   * @param head what the envelope has before the payload
   * @param payload the payload
   * @param tail what the envelope has after it
   * @param sender who sends it
   */
  public static NumberedFrame of(String head, Payload payload, String tail, int sender) {
    byte[] before = head.getBytes(UTF_8);
    byte[] after = tail.getBytes(UTF_8);
    int length = before.length + payload.size() + after.length;
    byte[] key = new byte[4];
    ThreadLocalRandom.current().nextBytes(key);
    byte[] frame = new byte[headerLength(length) + length];
    ByteBuffer to = ByteBuffer.wrap(frame);
    putHeader(to, length, FINAL_TEXT, key);
    int start = to.position();
    to.put(before).put(payload.bytes()).put(after);
    int end = to.position() - after.length;
    writeHex(frame, end - Payload.senderFromEnd(), sender);
    for (int i = 0; i < length; i++) {
      frame[start + i] ^= key[i & 3];
    }
    NumberedFrame made = new NumberedFrame(frame, end - Payload.numberFromEnd());
    for (int i = 0; i < Payload.DIGITS; i++) {
      made.digitMask[i] = key[(made.digits + i - start) & 3];
    }
    return made;
  }

  /** A masked frame of any type. */
  static ByteBuffer control(int firstByte, byte[] content) {
    byte[] key = {0x17, 0x2b, 0x3d, 0x4f};
    ByteBuffer to = ByteBuffer.allocate(headerLength(content.length) + content.length);
    putHeader(to, content.length, firstByte, key);
    for (int i = 0; i < content.length; i++) {
      to.put((byte) (content[i] ^ key[i & 3]));
    }
    return to.flip();
  }

  private static int headerLength(int length) {
    return length < 126 ? 6 : length < 65_536 ? 8 : 14;
  }

  private static void putHeader(ByteBuffer to, int length, int firstByte, byte[] key) {
    to.put((byte) firstByte);
    if (length < 126) {
      to.put((byte) (MASKED | length));
    } else if (length < 65_536) {
      to.put((byte) (MASKED | 126)).putShort((short) length);
    } else {
      to.put((byte) (MASKED | 127)).putLong(length);
    }
    to.put(key);
  }

  /** Appends the frame, with this number. */
  public void writeTo(ByteBuffer to, int number) {
    for (int i = 0, shift = 28; i < Payload.DIGITS; i++, shift -= 4) {
      frame[digits + i] = (byte) (HEX[number >>> shift & 15] ^ digitMask[i]);
    }
    to.put(frame);
  }

  /** Bytes on the wire. */
  public int length() {
    return frame.length;
  }

  private static void writeHex(byte[] to, int at, int value) {
    for (int i = 0, shift = 28; i < Payload.DIGITS; i++, shift -= 4) {
      to[at + i] = HEX[value >>> shift & 15];
    }
  }
}
