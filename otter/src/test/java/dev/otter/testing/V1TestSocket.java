package dev.otter.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One socket of a {@link V1Client}: the JDK's WebSocket with the subprotocol, texts in and out. */
final class V1TestSocket implements WebSocket.Listener {

  /**
   * A node that stands still takes connections and answers none: who may try another comes soon.
   */
  static final Duration TRY_ANOTHER = Duration.ofSeconds(3);

  private static final int WAIT_SECONDS = 60;
  static final Duration NO_OTHER = Duration.ofSeconds(WAIT_SECONDS);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Consumer<String> onText;
  private final Consumer<TestSignalingClient.Closed> onClosed;
  private final StringBuilder partial = new StringBuilder();
  private final AtomicBoolean over = new AtomicBoolean();
  private CompletableFuture<?> lastWrite = CompletableFuture.completedFuture(null);
  private volatile WebSocket socket;

  private V1TestSocket(Consumer<String> onText, Consumer<TestSignalingClient.Closed> onClosed) {
    this.onText = onText;
    this.onClosed = onClosed;
  }

  /** Connects; the texts and the end come on the JDK's threads. */
  static CompletableFuture<V1TestSocket> open(
      URI base,
      TestRoom room,
      Duration within,
      Consumer<String> onText,
      Consumer<TestSignalingClient.Closed> onClosed) {
    V1TestSocket self = new V1TestSocket(onText, onClosed);
    URI url =
        URI.create(
            base.toString().replaceFirst("http", "ws")
                + "/ws?roomId="
                + room.roomId()
                + "&token="
                + room.token());
    return HTTP.newWebSocketBuilder()
        .subprotocols("otter.v1")
        .connectTimeout(within)
        .buildAsync(url, self)
        .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(
            opened -> {
              if (!opened.getSubprotocol().equals("otter.v1")) {
                throw new AssertionError("the server picked " + opened.getSubprotocol());
              }
              self.socket = opened;
              return self;
            });
  }

  /** Sends a text after those before it; what cannot be sent is lost. */
  synchronized void write(String text) {
    lastWrite =
        lastWrite.handle((done, failure) -> null).thenCompose(it -> socket.sendText(text, true));
  }

  synchronized void close() {
    lastWrite =
        lastWrite
            .handle((done, failure) -> null)
            .thenCompose(it -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
  }

  /** Ends without a word. The JDK does not tell its listener of that. */
  void abort() {
    socket.abort();
    ended(new TestSignalingClient.Closed(1006, "aborted"));
  }

  private void ended(TestSignalingClient.Closed how) {
    if (over.compareAndSet(false, true)) {
      onClosed.accept(how);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      onText.accept(partial.toString());
      partial.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    ended(new TestSignalingClient.Closed(statusCode, reason));
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    ended(new TestSignalingClient.Closed(1006, String.valueOf(error.getMessage())));
  }

  /** Waits for a future, for a bound. */
  static <T> T get(CompletableFuture<T> future) {
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
