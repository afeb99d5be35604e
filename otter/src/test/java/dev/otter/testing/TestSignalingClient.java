package dev.otter.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client of the plain dialect on the JDK's own WebSocket: another implementation than the
 * server's. All waits are bounded.
 */
public final class TestSignalingClient implements WebSocket.Listener, AutoCloseable {

  private static final int WAIT_SECONDS = 60;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Closed> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;

  /** How a connection ended. */
  public record Closed(int code, String reason) {}

  /** Connects to the room that a token opens. */
  public static TestSignalingClient connect(URI base, TestRoom room) {
    TestSignalingClient client = new TestSignalingClient();
    URI url =
        URI.create(
            base.toString().replaceFirst("http", "ws")
                + "/ws?roomId="
                + room.roomId()
                + "&token="
                + room.token());
    client.socket = get(HTTP.newWebSocketBuilder().buildAsync(url, client));
    return client;
  }

  /** Sends a text. */
  public TestSignalingClient send(String text) {
    get(socket.sendText(text, true));
    return this;
  }

  /** Sends a text, if the connection lives; whether it goes out is not known. */
  public void sendUnlessClosed(String text) {
    try {
      get(socket.sendText(text, true));
    } catch (IllegalStateException e) {
      closed();
    }
  }

  /** Sends a text in two frames. */
  public TestSignalingClient sendInTwo(String text) {
    int middle = text.length() / 2;
    get(socket.sendText(text.substring(0, middle), false));
    get(socket.sendText(text.substring(middle), true));
    return this;
  }

  /** Sends a binary message. */
  public void sendBinary(String text) {
    get(socket.sendBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true));
  }

  /** The next text, as it came. */
  public String nextText() {
    return nextText(WAIT_SECONDS);
  }

  private String nextText(int seconds) {
    try {
      String text = received.poll(seconds, TimeUnit.SECONDS);
      if (text == null) {
        throw new AssertionError("nothing came within " + seconds + " s; closed: " + closed);
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The next message. */
  public JsonNode next() {
    return next(WAIT_SECONDS);
  }

  /** The next message, waited for longer than usual. */
  public JsonNode next(int seconds) {
    try {
      return MAPPER.readTree(nextText(seconds));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  /** How many messages came that were not read yet. */
  public int unread() {
    return received.size();
  }

  /** Whether the connection has ended. */
  public boolean isClosed() {
    return closed.isDone();
  }

  /** Waits for the end of the connection. */
  public Closed closed() {
    return get(closed);
  }

  /** Ends the connection in order. */
  @Override
  public void close() {
    if (!closed.isDone()) {
      get(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
      closed();
    }
  }

  /** Drops the connection without a word. */
  public void abort() {
    socket.abort();
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      received.add(partial.toString());
      partial.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closed.complete(new Closed(statusCode, reason));
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.complete(new Closed(1006, String.valueOf(error.getMessage())));
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("not done within " + WAIT_SECONDS + " s", e);
    }
  }
}
