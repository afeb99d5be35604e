package dev.otter.signaling;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks JSON (RFC 8259) in place and finds where its values end, without building anything. Each
 * method takes the offset of the next byte and the offset behind the last one, and returns the
 * offset behind what it has read, or refuses with {@link ErrorCode#MESSAGE_INVALID}. The bytes must
 * be known to be UTF-8. Any thread.
 */
final class JsonScanner {

  /** How many digits a number may have. */
  static final int MAX_DIGITS = 1000;

  /** How deep {@link #value} can be told to look: one bit for each level. */
  static final int MAX_LEVELS = Integer.SIZE;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private JsonScanner() {}

  /** Passes over white space, perhaps to the end. */
  static int space(byte[] json, int from, int end) {
    int at = from;
    while (at < end && isSpace(json[at])) {
      at++;
    }
    return at;
  }

  /** Passes over white space to a byte that must be there. */
  static int next(byte[] json, int from, int end) {
    int at = from;
    while (at < end) {
      if (!isSpace(json[at])) {
        return at;
      }
      at++;
    }
    throw notJson();
  }

  /**
   * Passes over one value.
   *
   * @param at where its first byte is
   * @param maxDepth how deep it may nest, itself counted; {@value #MAX_LEVELS} at most
   */
  static int value(byte[] json, int at, int end, int maxDepth) {
    byte first = json[at];
    return first == '{' || first == '['
        ? container(json, at, end, maxDepth)
        : scalar(json, at, end);
  }

  /**
   * Passes over a text.
   *
   * @param from the offset behind its opening quotation mark
   * @return the offset behind its closing one
   */
  static int text(byte[] json, int from, int end) {
    int at = from;
    while (true) {
      if (at + Long.BYTES <= end) {
        long stop = stops((long) LONGS.get(json, at));
        if (stop == 0) {
          at += Long.BYTES;
          continue;
        }
        at += Long.numberOfTrailingZeros(stop) >>> 3;
      } else if (at >= end) {
        throw notJson();
      }
      byte b = json[at];
      if (b == '"') {
        return at + 1;
      }
      if (b == '\\') {
        at = escape(json, at + 1, end);
      } else if (b >= 0 && b < ' ') {
        throw notJson();
      } else {
        at++;
      }
    }
  }

  /** A refusal of what is no JSON. */
  static RefusedException notJson() {
    return new RefusedException(ErrorCode.MESSAGE_INVALID, "a message must be JSON");
  }

  /**
   * Marks the bytes of a word that are a quotation mark, a backslash or a control character. The
   * lowest mark is right; those above it may be wrong, as the subtractions borrow.
   */
  private static long stops(long word) {
    long quotes = word ^ ('"' * EACH_BYTE);
    long backslashes = word ^ ('\\' * EACH_BYTE);
    return (((quotes - EACH_BYTE) & ~quotes)
            | ((backslashes - EACH_BYTE) & ~backslashes)
            | ((word - ' ' * EACH_BYTE) & ~word))
        & HIGH_BITS;
  }

  private static int escape(byte[] json, int at, int end) {
    if (at >= end) {
      throw notJson();
    }
    switch (json[at]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return at + 1;
      }
      case 'u' -> {
        if (at + 4 >= end) {
          throw notJson();
        }
        for (int i = at + 1; i <= at + 4; i++) {
          if (Character.digit(json[i], 16) < 0) {
            throw notJson();
          }
        }
        return at + 5;
      }
      default -> throw notJson();
    }
  }

  /** Walks through objects and arrays without recursion; what is open is one bit each. */
  private static int container(byte[] json, int from, int end, int maxDepth) {
    int at = from;
    int depth = 0;
    int objects = 0;
    while (true) {
      byte first = json[at];
      boolean closes = false;
      if (first == '{' || first == '[') {
        if (depth == maxDepth) {
          throw tooDeep();
        }
        depth++;
        objects = (objects << 1) | (first == '{' ? 1 : 0);
        at = next(json, at + 1, end);
        closes = json[at] == (first == '{' ? '}' : ']');
        if (!closes) {
          at = first == '{' ? member(json, at, end) : at;
          continue;
        }
      } else {
        at = next(json, scalar(json, at, end), end);
      }
      // A value has ended, or an empty container is about to: close as many as end here.
      while (closes || json[at] == ((objects & 1) != 0 ? '}' : ']')) {
        closes = false;
        depth--;
        objects >>>= 1;
        if (depth == 0) {
          return at + 1;
        }
        at = next(json, at + 1, end);
      }
      if (json[at] != ',') {
        throw notJson();
      }
      at = next(json, at + 1, end);
      at = (objects & 1) != 0 ? member(json, at, end) : at;
    }
  }

  /** Passes over a name and its colon, to the first byte of the value. */
  private static int member(byte[] json, int at, int end) {
    if (json[at] != '"') {
      throw notJson();
    }
    int colon = next(json, text(json, at + 1, end), end);
    if (json[colon] != ':') {
      throw notJson();
    }
    return next(json, colon + 1, end);
  }

  private static int scalar(byte[] json, int at, int end) {
    return switch (json[at]) {
      case '"' -> text(json, at + 1, end);
      case 't' -> literal(json, at, end, TRUE);
      case 'f' -> literal(json, at, end, FALSE);
      case 'n' -> literal(json, at, end, NULL);
      default -> number(json, at, end);
    };
  }

  private static int literal(byte[] json, int at, int end, byte[] word) {
    if (end - at < word.length) {
      throw notJson();
    }
    for (int i = 1; i < word.length; i++) {
      if (json[at + i] != word[i]) {
        throw notJson();
      }
    }
    return at + word.length;
  }

  private static int number(byte[] json, int from, int end) {
    int start = json[from] == '-' ? from + 1 : from;
    boolean zero = start < end && json[start] == '0';
    int at = zero ? start + 1 : digits(json, start, end);
    int digits = at - start;
    if (at < end && json[at] == '.') {
      int fraction = at + 1;
      at = digits(json, fraction, end);
      digits += at - fraction;
    }
    if (at < end && (json[at] == 'e' || json[at] == 'E')) {
      int sign = at + 1;
      int exponent = sign < end && (json[sign] == '+' || json[sign] == '-') ? sign + 1 : sign;
      at = digits(json, exponent, end);
      digits += at - exponent;
    }
    if (digits > MAX_DIGITS) {
      throw tooDeep();
    }
    return at;
  }

  /** Passes over one digit or more. */
  private static int digits(byte[] json, int from, int end) {
    int at = from;
    while (at < end && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw notJson();
    }
    return at;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static RefusedException tooDeep() {
    return new RefusedException(
        ErrorCode.MESSAGE_INVALID,
        "a message must not nest deeper than "
            + EnvelopeReader.MAX_DEPTH
            + " or hold huge numbers");
  }
}
