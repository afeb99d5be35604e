package dev.otter.bench.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a message carries: a JSON object that looks like a session description, and ends with its
 * sender and its number. The end has a fixed length, so that the receiver finds it without reading
 * the rest.
 *
 * <p>Immutable.
 */
public final class Payload {

  /** Digits of a sender, and of a number: hexadecimal. */
  static final int DIGITS = 8;

  private static final byte[] MARK = "\",\"n\":\"".getBytes(US_ASCII);
  private static final byte[] END = "\"}".getBytes(US_ASCII);
  private static final byte[] START = "{\"type\":\"offer\",\"sdp\":\"".getBytes(US_ASCII);

  /** Escapes among it, as in every description: they cost a parser something. */
  private static final byte[] LINES =
      ("v=0\\r\\no=- 4611731400430051336 2 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\n"
              + "a=group:BUNDLE 0 1\\r\\nm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126\\r\\n"
              + "c=IN IP4 0.0.0.0\\r\\na=rtcp:9 IN IP4 0.0.0.0\\r\\na=ice-options:trickle\\r\\n")
          .getBytes(US_ASCII);

  /** Bytes from the mark to the payload's last byte. */
  private static final int TRAILER = MARK.length + DIGITS + 1 + DIGITS + END.length;

  private static final int LEAST = START.length + TRAILER;

  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A payload of an exact size.
   *
   * @param size in bytes, at least 64
   */
  public static Payload ofSize(int size) {
    if (size < LEAST) {
      throw new IllegalArgumentException("a payload has at least " + LEAST + " bytes: " + size);
    }
    byte[] bytes = new byte[size];
    ByteBuffer to = ByteBuffer.wrap(bytes).put(START);
    for (int left = size - LEAST; left > 0; ) {
      int part = Math.min(left, LINES.length);
      to.put(wholeEscapes(part));
      left -= part;
    }
    byte[] zeros = new byte[DIGITS];
    Arrays.fill(zeros, (byte) '0');
    to.put(MARK).put(zeros).put((byte) '.').put(zeros).put(END);
    return new Payload(bytes);
  }

  /** The first bytes of the lines; an escape that would be cut becomes a letter. */
  private static byte[] wholeEscapes(int length) {
    byte[] part = Arrays.copyOf(LINES, length);
    if (part[length - 1] == '\\') {
      part[length - 1] = 'x';
    }
    return part;
  }

  /** Where the sender's digits begin, counted from the payload's end. */
  static int senderFromEnd() {
    return DIGITS + 1 + DIGITS + END.length;
  }

  /** Where the number's digits begin, counted from the payload's end. */
  static int numberFromEnd() {
    return DIGITS + END.length;
  }

  /** How long it is. */
  public int size() {
    return bytes.length;
  }

  /** Its bytes, sender and number 0; not to be written to. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * Whether a numbered payload ends at a place.
   *
   * @param buffer what was read
   * @param from where the message begins
   * @param end one beyond the payload's last byte
   */
  public static boolean endsAt(ByteBuffer buffer, int from, int end) {
    int mark = end - TRAILER;
    if (mark < from) {
      return false;
    }
    for (int i = 0; i < MARK.length; i++) {
      if (buffer.get(mark + i) != MARK[i]) {
        return false;
      }
    }
    return true;
  }

  /** The sender of the payload that ends at a place. */
  public static int sender(ByteBuffer buffer, int end) {
    return hex(buffer, end - senderFromEnd());
  }

  /** The number of the payload that ends at a place. */
  public static int number(ByteBuffer buffer, int end) {
    return hex(buffer, end - numberFromEnd());
  }

  /** Whether the payload that ends at a place is this one, sender and number aside. */
  public boolean isAt(ByteBuffer buffer, int from, int end) {
    int start = end - bytes.length;
    if (start < from) {
      return false;
    }
    for (int i = 0; i < bytes.length - senderFromEnd(); i++) {
      if (buffer.get(start + i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static int hex(ByteBuffer buffer, int at) {
    int value = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = buffer.get(at + i);
      value = value << 4 | (digit <= '9' ? digit - '0' : digit - 'a' + 10);
    }
    return value;
  }
}
