package dev.otter.turn.kubernetes;

import dev.otter.turn.coturn.ConsoleLine;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A TCP connection to a pod's own loopback address, through the API server: a WebSocket whose
 * messages begin with the number of a channel, 0 for the data and 1 for what went wrong. The first
 * message of each channel repeats the port. Used on one context.
 */
final class ForwardedPort implements ConsoleLine {

  /** The name of this protocol among those of WebSockets. */
  static final String PROTOCOL = "v4.channel.k8s.io";

  private static final int DATA = 0;
  private static final int FAULT = 1;

  private final WebSocket socket;
  private final boolean[] begun = new boolean[2];
  private Consumer<String> onText = text -> {};
  private Runnable onClose = () -> {};

  /** Takes a socket that is open. */
  ForwardedPort(WebSocket socket) {
    this.socket = socket;
    socket.binaryMessageHandler(this::hear);
    socket.exceptionHandler(failure -> socket.close());
    socket.closeHandler(closed -> onClose.run());
  }

  @Override
  public void onText(Consumer<String> handler) {
    onText = handler;
  }

  @Override
  public void onClose(Runnable handler) {
    onClose = handler;
  }

  @Override
  public void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    socket.writeBinaryMessage(Buffer.buffer().appendByte((byte) DATA).appendBytes(bytes));
  }

  @Override
  public Future<Void> close() {
    return socket.close();
  }

  private void hear(Buffer message) {
    int channel = message.length() == 0 ? -1 : message.getByte(0);
    if (channel != DATA && channel != FAULT) {
      socket.close();
    } else if (!begun[channel]) {
      begun[channel] = true;
    } else if (channel == DATA) {
      onText.accept(message.slice(1, message.length()).toString(StandardCharsets.ISO_8859_1));
    } else {
      socket.close();
    }
  }
}
