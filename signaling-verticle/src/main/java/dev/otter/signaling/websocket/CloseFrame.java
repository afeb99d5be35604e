package dev.otter.signaling.websocket;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The payload of a close frame (RFC 6455, sections 5.5.1 and 7.4). */
final class CloseFrame {

  static final int PROTOCOL_ERROR = 1002;

  /** What stands for a close frame without a code; never sent. */
  static final int NO_CODE = 1005;

  private static final int NOT_UTF8 = 1007;

  private CloseFrame() {}

  /**
   * The code to answer a client's close frame with: its own, or what is wrong with it.
   *
   * @param payload not masked any more
   * @return {@link #NO_CODE} when it has none
   */
  static int answer(byte[] payload, int length) {
    if (length == 0) {
      return NO_CODE;
    }
    if (length == 1) {
      return PROTOCOL_ERROR;
    }
    int code = (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
    if (!mayBeSent(code)) {
      return PROTOCOL_ERROR;
    }
    return Utf8.isValid(payload, 2, length) ? code : NOT_UTF8;
  }

  /** Writes a close frame. */
  static void write(ByteBuf out, int code, String reason) {
    if (code == NO_CODE) {
      FrameHeader.write(out, FrameHeader.CLOSE, 0);
      return;
    }
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    FrameHeader.write(out, FrameHeader.CLOSE, Short.BYTES + text.length);
    out.writeShort(code).writeBytes(text);
  }

  /** 1004, 1005, 1006 and 1015 are reserved; 1016 to 2999 are for later versions of the RFC. */
  private static boolean mayBeSent(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
