package dev.otter.turn.stun;

import io.vertx.core.Future;
import java.util.function.Consumer;

/** Carries whole messages to one server and back. Used on the context that opened it. */
interface StunLine {

  /** Sends a message; one that cannot be sent is as one that is lost. */
  void send(byte[] message);

  /** Hands over each message of the server, and nobody else's. */
  void onMessage(Consumer<byte[]> handler);

  /** Whether what was sent may get lost on the way, so that it is sent again. */
  boolean loses();

  /** Ends it. */
  Future<Void> close();
}
