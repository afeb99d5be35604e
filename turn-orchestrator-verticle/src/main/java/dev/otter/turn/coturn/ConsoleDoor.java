package dev.otter.turn.coturn;

import io.vertx.core.Future;

/** A way to a relay's console where that is not on this machine. */
@FunctionalInterface
public interface ConsoleDoor {

  /** Opens a connection, on the caller's context. */
  Future<ConsoleLine> open();
}
