package dev.otter.signaling;

import dev.otter.contract.error.RefusedException;
import java.nio.charset.StandardCharsets;

/**
 * The text of a close frame: the stable code, a colon, and the sentence as far as it fits. A close
 * frame takes 123 bytes of text (RFC 6455, section 5.5).
 */
final class CloseReason {

  /** The code of an end without a fault. */
  static final int NORMAL_CLOSURE = 1000;

  /** The code of a browser whose page goes away. */
  private static final int GOING_AWAY = 1001;

  private static final int MAX_BYTES = 123;

  private CloseReason() {}

  /** Whether a client that closes with this code means to leave. */
  static boolean isOnPurpose(int clientCode) {
    return clientCode == NORMAL_CLOSURE || clientCode == GOING_AWAY;
  }

  static String text(RefusedException refusal) {
    String text = refusal.code().code() + ": " + refusal.getMessage();
    while (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
    }
    return text;
  }
}
