package dev.otter.signaling;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the envelope of one text message: the whole message is checked to be one JSON object, in
 * one pass and without building anything; what the envelope says comes out as offsets. The same
 * envelope wrapped as {@code {"action":"sendmessage","message":{…}}} is taken too. Unknown members
 * are passed over, members of the envelope that stand twice are refused. What a message said of
 * {@code source} and {@code roomId} is not kept: the server knows both from the connection.
 *
 * <p>One for each thread. What it has read is good until the next message of that thread; it holds
 * the message's bytes, so it is never logged.
 */
final class EnvelopeReader {

  /** How deep a message may nest, the envelope itself counted. */
  static final int MAX_DEPTH = 32;

  private static final FastThreadLocal<EnvelopeReader> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected EnvelopeReader initialValue() {
          return new EnvelopeReader();
        }
      };

  private static final byte[] WRAPPED_ACTION = ascii("\"sendmessage\"");
  private static final int NOT_SAID = -1;

  private static final int ROOM_ID = 1;
  private static final int SOURCE = 1 << 1;
  private static final int DESTINATION = 1 << 2;
  private static final int POLITE = 1 << 3;
  private static final int PAYLOAD = 1 << 4;
  private static final int ACTION = 1 << 5;
  private static final int MESSAGE = 1 << 6;

  private static final byte[][] NAMES = {
    ascii("roomId"),
    ascii("source"),
    ascii("destination"),
    ascii("polite"),
    ascii("payload"),
    ascii("action"),
    ascii("message")
  };

  private byte[] json;
  private int destinationStart;
  private int destinationEnd;
  private Boolean polite;
  private boolean wrapped;
  private int payloadStart;
  private int payloadEnd;
  private int messageStart;
  private int messageEnd;

  /** The reader of the calling thread. */
  static EnvelopeReader ofThisThread() {
    return OF_THREAD.get();
  }

  /**
   * Reads a message.
   *
   * @param message holds UTF-8 text, from its start
   * @param length how many bytes of it are the message
   * @throws RefusedException with {@link ErrorCode#MESSAGE_INVALID} when it is not an envelope; the
   *     text says what is wrong and holds nothing of the message
   */
  void read(byte[] message, int length) {
    json = message;
    object(0, length);
    if (wrapped && messageEnd > 0) {
      object(messageStart, messageEnd);
    }
    if (payloadEnd == 0) {
      throw refused("a message needs a payload that is not null");
    }
  }

  /** Tells whether the message names whom it is for; if not, it is for "the other one". */
  boolean hasDestination() {
    return destinationStart != NOT_SAID;
  }

  /** Tells whether the destination is the text whose ASCII bytes are given; no escape fits. */
  boolean isFor(byte[] bytes, int from, int to) {
    return Arrays.equals(json, destinationStart, destinationEnd, bytes, from, to);
  }

  /** Whom the message is for; null for "the other one in the room". */
  String destination() {
    return hasDestination() ? JsonText.of(json, destinationStart, destinationEnd) : null;
  }

  /** What the message said of the sender's role; null when it said nothing. */
  Boolean polite() {
    return polite;
  }

  /** The message's bytes; see {@link #payloadStart}. */
  byte[] json() {
    return json;
  }

  /** Where the payload begins: one JSON value that is not null. */
  int payloadStart() {
    return payloadStart;
  }

  /** The offset behind the payload. */
  int payloadEnd() {
    return payloadEnd;
  }

  private void object(int from, int end) {
    destinationStart = NOT_SAID;
    polite = null;
    wrapped = false;
    payloadEnd = 0;
    messageEnd = 0;
    int at = JsonScanner.next(json, requireObject(from, end) + 1, end);
    if (json[at] != '}') {
      at = members(at, end);
    }
    requireNothing(at + 1, end);
  }

  /** Reads members up to the brace behind the last one, and tells where that is. */
  private int members(int first, int end) {
    int at = first;
    int seen = 0;
    while (true) {
      if (json[at] != '"') {
        throw JsonScanner.notJson();
      }
      int afterName = JsonScanner.text(json, at + 1, end);
      int member = member(at + 1, afterName - 1);
      at = JsonScanner.next(json, afterName, end);
      if (json[at] != ':') {
        throw JsonScanner.notJson();
      }
      if ((seen & member) != 0) {
        throw refused("a message must not hold a member of the envelope twice");
      }
      seen |= member;
      int start = JsonScanner.next(json, at + 1, end);
      int behind = JsonScanner.value(json, start, end, MAX_DEPTH - 1);
      take(member, start, behind);
      at = JsonScanner.next(json, behind, end);
      if (json[at] == '}') {
        return at;
      }
      if (json[at] != ',') {
        throw JsonScanner.notJson();
      }
      at = JsonScanner.next(json, at + 1, end);
    }
  }

  private int requireObject(int from, int end) {
    int at = JsonScanner.space(json, from, end);
    if (at < end && json[at] == '{') {
      return at;
    }
    if (at < end && json[at] != '[') {
      JsonScanner.value(json, at, end, 0);
    }
    throw refused("a message must be a JSON object");
  }

  private void requireNothing(int from, int end) {
    int at = JsonScanner.space(json, from, end);
    if (at < end) {
      JsonScanner.value(json, at, end, MAX_DEPTH);
      throw refused("a message must be one JSON object and nothing after it");
    }
  }

  private int member(int from, int end) {
    for (int i = 0; i < NAMES.length; i++) {
      byte[] name = NAMES[i];
      if (end - from == name.length && Arrays.equals(json, from, end, name, 0, name.length)) {
        return 1 << i;
      }
    }
    if (!JsonText.isEscaped(json, from, end)) {
      return 0;
    }
    byte[] plain = JsonText.of(json, from, end).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < NAMES.length; i++) {
      if (Arrays.equals(plain, NAMES[i])) {
        return 1 << i;
      }
    }
    return 0;
  }

  private void take(int member, int start, int end) {
    byte first = json[start];
    switch (member) {
      case DESTINATION -> {
        if (first == '"') {
          destinationStart = start + 1;
          destinationEnd = end - 1;
        } else if (first != 'n') {
          throw refused("destination must be a text or null");
        }
      }
      case POLITE -> {
        if (first == 't' || first == 'f') {
          polite = first == 't';
        } else if (first != 'n') {
          throw refused("polite must be true, false or null");
        }
      }
      case PAYLOAD -> {
        payloadStart = start;
        payloadEnd = first == 'n' ? 0 : end;
      }
      case ACTION -> wrapped = isWrappedAction(start, end);
      case MESSAGE -> {
        messageStart = start;
        messageEnd = first == '{' ? end : 0;
      }
      case ROOM_ID, SOURCE -> {
        // Counted, as they must not stand twice; the server knows them itself.
      }
      default -> {
        // Not of the envelope.
      }
    }
  }

  private boolean isWrappedAction(int start, int end) {
    if (Arrays.equals(json, start, end, WRAPPED_ACTION, 0, WRAPPED_ACTION.length)) {
      return true;
    }
    return json[start] == '"'
        && JsonText.isEscaped(json, start, end)
        && ('"' + JsonText.of(json, start + 1, end - 1) + '"')
            .equals(new String(WRAPPED_ACTION, StandardCharsets.US_ASCII));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static RefusedException refused(String rule) {
    return new RefusedException(ErrorCode.MESSAGE_INVALID, rule);
  }
}
