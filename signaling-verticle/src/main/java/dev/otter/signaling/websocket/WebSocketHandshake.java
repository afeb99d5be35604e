package dev.otter.signaling.websocket;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The server's side of the opening handshake (RFC 6455, section 4.2). */
public final class WebSocketHandshake {

  private static final String VERSION_HEADER = "Sec-WebSocket-Version";
  private static final String KEY_HEADER = "Sec-WebSocket-Key";
  private static final String PROTOCOL_HEADER = "Sec-WebSocket-Protocol";
  private static final String ACCEPT_HEADER = "Sec-WebSocket-Accept";
  private static final String WEBSOCKET = "websocket";
  private static final String VERSION = "13";
  private static final String ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;

  private WebSocketHandshake() {}

  /**
   * Checks what a request says of itself.
   *
   * @throws RefusedException with {@link ErrorCode#UPGRADE_REQUIRED} when it does not ask for a
   *     WebSocket of version 13, with {@link ErrorCode#FIELD_INVALID} when it asks wrongly
   */
  public static void check(HttpServerRequest request) {
    if (!WEBSOCKET.equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
        || request.version() != HttpVersion.HTTP_1_1) {
      throw new RefusedException(
          ErrorCode.UPGRADE_REQUIRED, "this path is a WebSocket: send Upgrade: websocket");
    }
    if (!VERSION.equals(request.getHeader(VERSION_HEADER))) {
      request.response().putHeader(VERSION_HEADER, VERSION);
      throw new RefusedException(
          ErrorCode.UPGRADE_REQUIRED, "this server speaks version 13 of WebSocket");
    }
    if (!namesUpgrade(request.getHeader(HttpHeaders.CONNECTION))) {
      throw new RefusedException(ErrorCode.FIELD_INVALID, "the header Connection must say Upgrade");
    }
    if (!isKey(request.getHeader(KEY_HEADER))) {
      throw new RefusedException(
          ErrorCode.FIELD_INVALID, "the header Sec-WebSocket-Key must be 16 bytes in base64");
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
        || (length != null && !"0".equals(length))) {
      throw new RefusedException(ErrorCode.FIELD_INVALID, "an upgrade request must have no body");
    }
  }

  /** Whether a client offers to speak a subprotocol (RFC 6455, section 11.3.4). */
  public static boolean offers(HttpServerRequest request, String subprotocol) {
    return listed(request.headers().getAll(PROTOCOL_HEADER)).anyMatch(subprotocol::equals);
  }

  /**
   * Makes the answer to a request that was checked.
   *
   * @param subprotocol one that the client offers, or none
   */
  static void answer(HttpServerRequest request, Optional<String> subprotocol) {
    HttpServerResponse response = request.response();
    // What the edge adds to pages means nothing to a WebSocket.
    response.headers().clear();
    response.putHeader(HttpHeaders.UPGRADE, WEBSOCKET);
    response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
    response.putHeader(ACCEPT_HEADER, accept(request.getHeader(KEY_HEADER)));
    subprotocol.ifPresent(picked -> response.putHeader(PROTOCOL_HEADER, picked));
  }

  static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + ACCEPT_GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  private static boolean namesUpgrade(String connection) {
    return connection != null && listed(List.of(connection)).anyMatch("upgrade"::equalsIgnoreCase);
  }

  private static Stream<String> listed(List<String> headers) {
    return headers.stream().flatMap(each -> Arrays.stream(each.split(","))).map(String::strip);
  }

  private static boolean isKey(String key) {
    if (key == null) {
      return false;
    }
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
