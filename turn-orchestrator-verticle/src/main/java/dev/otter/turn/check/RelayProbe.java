package dev.otter.turn.check;

import dev.otter.turn.stun.StunSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Asks a relay for a STUN Binding again and again. Misses in a row mean that it is dead, also when
 * its process hangs. Used on the context that began it.
 */
public final class RelayProbe {

  /** The time between two questions. */
  public static final Duration PERIOD = Duration.ofMillis(200);

  /** So many unanswered questions in a row mean dead. */
  public static final int MISSES = 3;

  private final Vertx vertx;
  private final StunSocket socket;
  private final Runnable onDead;
  private int misses;
  private boolean answered = true;
  private Runnable forget = () -> {};
  private long timer;
  private boolean closed;

  private RelayProbe(Vertx vertx, StunSocket socket, Runnable onDead) {
    this.vertx = vertx;
    this.socket = socket;
    this.onDead = onDead;
  }

  /**
   * Begins to ask.
   *
   * @param vertx whose current context is used
   * @param relay who is asked; resolved
   * @param onDead called once; then nothing is asked any more
   */
  public static Future<RelayProbe> begin(Vertx vertx, InetSocketAddress relay, Runnable onDead) {
    return StunSocket.open(vertx, relay)
        .map(
            socket -> {
              RelayProbe probe = new RelayProbe(vertx, socket, onDead);
              probe.tick();
              return probe;
            });
  }

  /** Stops asking. */
  public void close() {
    if (!closed) {
      closed = true;
      vertx.cancelTimer(timer);
      socket.close();
    }
  }

  /** The next tick is timed from this one: a pause of ours is one miss at most, never three. */
  private void tick() {
    forget.run();
    misses = answered ? 0 : misses + 1;
    if (misses >= MISSES) {
      close();
      onDead.run();
      return;
    }
    answered = false;
    forget = socket.probe(() -> answered = true);
    timer = vertx.setTimer(PERIOD.toMillis(), fired -> tick());
  }
}
