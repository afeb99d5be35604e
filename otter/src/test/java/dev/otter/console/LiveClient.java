package dev.otter.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A console's socket, as a browser opens it. */
final class LiveClient implements AutoCloseable, WebSocket.Listener {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int WAIT_SECONDS = 60;

  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final StringBuilder part = new StringBuilder();
  private volatile int closeCode;
  private WebSocket socket;

  private static WebSocket connect(URI base, String cookie, String origin, LiveClient listener) {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder().header("Cookie", cookie);
    if (origin != null) {
      builder.header("Origin", origin);
    }
    URI url = URI.create(base.toString().replaceFirst("http", "ws") + "/console/live");
    return builder.buildAsync(url, listener).join();
  }

  static LiveClient open(URI base, String cookie, String origin) {
    LiveClient client = new LiveClient();
    client.socket = connect(base, cookie, origin, client);
    return client;
  }

  /** The status that the upgrade is refused with. */
  static int refusal(URI base, String cookie, String origin) {
    try {
      connect(base, cookie, origin, new LiveClient()).abort();
      throw new AssertionError("the socket was opened");
    } catch (CompletionException e) {
      return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
  }

  /** The next news. */
  JsonNode next() {
    try {
      String text = texts.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (text == null) {
        throw new AssertionError("no news within " + WAIT_SECONDS + " s");
      }
      return MAPPER.readTree(text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON", e);
    }
  }

  /** The first of the next news that say what is wanted. */
  JsonNode until(String member, Predicate<JsonNode> wanted) {
    while (true) {
      JsonNode value = next().get(member);
      if (!value.isNull() && wanted.test(value)) {
        return value;
      }
    }
  }

  /** 0 while it is open. */
  int closeCode() {
    return closeCode;
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      texts.add(part.toString());
      part.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closeCode = code;
    return null;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
