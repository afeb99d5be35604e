package dev.otter.turn.coturn;

import io.vertx.core.Future;
import java.util.function.Consumer;

/** An open connection to a relay's console. Used on one context. */
public interface ConsoleLine {

  /** Calls back with what the console says. */
  void onText(Consumer<String> handler);

  /** Calls back when the connection has ended. */
  void onClose(Runnable handler);

  /** Says something, in ISO-8859-1. */
  void write(String text);

  /** Ends the connection. */
  Future<Void> close();
}
