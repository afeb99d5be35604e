package dev.otter.signaling;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Puts the frames of one connection together to text messages, within a limit on the whole message
 * (RFC 6455, section 5.4). Belongs to one connection and its context.
 */
final class TextMessageAssembler {

  private final int maxBytes;
  private Buffer fragments;

  /**
   * Makes an assembler.
   *
   * @param maxBytes the largest message; 0 for no limit
   */
  TextMessageAssembler(int maxBytes) {
    this.maxBytes = maxBytes == 0 ? Integer.MAX_VALUE : maxBytes;
  }

  /**
   * Takes a data frame.
   *
   * @return the message that it completes; empty when more frames are to come
   * @throws RefusedException when the message is binary, too large or not UTF-8
   */
  Optional<byte[]> add(WebSocketFrame frame) {
    if (frame.isBinary()) {
      throw new RefusedException(ErrorCode.MESSAGE_BINARY, "signaling is text, got a binary frame");
    }
    Buffer data = frame.binaryData();
    long length = (long) data.length() + (fragments == null ? 0 : fragments.length());
    if (length > maxBytes) {
      throw tooLarge(maxBytes);
    }
    if (fragments != null) {
      data = fragments.appendBuffer(data);
    }
    if (!frame.isFinal()) {
      fragments = fragments == null ? data.copy() : data;
      return Optional.empty();
    }
    fragments = null;
    byte[] message = data.getBytes();
    if (!ByteBufUtil.isText(Unpooled.wrappedBuffer(message), StandardCharsets.UTF_8)) {
      throw new RefusedException(ErrorCode.MESSAGE_NOT_UTF8, "a text message must be UTF-8");
    }
    return Optional.of(message);
  }

  static RefusedException tooLarge(int maxBytes) {
    return new RefusedException(
        ErrorCode.MESSAGE_TOO_LARGE, "a message may have " + maxBytes + " bytes at most");
  }
}
