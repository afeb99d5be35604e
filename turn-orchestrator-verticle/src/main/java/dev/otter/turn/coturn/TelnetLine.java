package dev.otter.turn.coturn;

import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A TCP connection to the console of a relay on this machine. Used on one context. */
final class TelnetLine implements ConsoleLine {

  private final NetSocket socket;

  /** Takes a socket that is open. */
  TelnetLine(NetSocket socket) {
    this.socket = socket;
    socket.exceptionHandler(failure -> socket.close());
  }

  @Override
  public void onText(Consumer<String> handler) {
    socket.handler(chunk -> handler.accept(chunk.toString(StandardCharsets.ISO_8859_1)));
  }

  @Override
  public void onClose(Runnable handler) {
    socket.closeHandler(closed -> handler.run());
  }

  @Override
  public void write(String text) {
    socket.write(text, StandardCharsets.ISO_8859_1.name());
  }

  @Override
  public Future<Void> close() {
    return socket.close();
  }
}
