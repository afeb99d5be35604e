package dev.otter.bench.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** The HTTP part of a connection: the request, and reading past the answer. */
final class UpgradeAnswer {

  /** Key and answer of RFC 6455, section 1.3. */
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private static final String ACCEPT = "sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=";

  private UpgradeAnswer() {}

  static String request(String path) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
        + KEY
        + "\r\n\r\n";
  }

  /**
   * Reads past the answer.
   *
   * @return false while it is not whole
   * @throws IOException when it is a refusal, or negotiates an extension
   */
  static boolean skip(ByteBuffer in) throws IOException {
    int end = endOfHeaders(in);
    if (end < 0) {
      return false;
    }
    byte[] bytes = new byte[end - in.position()];
    in.get(bytes);
    String answer = new String(bytes, US_ASCII).toLowerCase(Locale.ROOT);
    if (!answer.startsWith("http/1.1 101 ")
        || !answer.contains(ACCEPT)
        || answer.contains("sec-websocket-extensions")) {
      throw new IOException("not upgraded: " + answer);
    }
    return true;
  }

  private static int endOfHeaders(ByteBuffer in) {
    for (int i = in.position(); i + 4 <= in.limit(); i++) {
      if (in.getInt(i) == 0x0d0a0d0a) {
        return i + 4;
      }
    }
    return -1;
  }
}
