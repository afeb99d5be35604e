package dev.otter.turn.check;

import dev.otter.turn.stun.StunMessage;
import dev.otter.turn.stun.StunSocket;
import dev.otter.turn.stun.TransactionId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Waits for a relay that was just started: it needs a moment until its first answer. Used on one
 * context.
 */
public final class FirstAnswer {

  /** So long it may take. */
  static final Duration WITHIN = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final InstantSource clock;
  private final BooleanSupplier wanted;

  /**
   * Makes it.
   *
   * @param vertx whose current context is used
   * @param clock the time of day
   * @param wanted whether the answer is still waited for
   */
  public FirstAnswer(Vertx vertx, InstantSource clock, BooleanSupplier wanted) {
    this.vertx = vertx;
    this.clock = clock;
    this.wanted = wanted;
  }

  /** Completes with the first answer of a relay; fails when there is none for {@link #WITHIN}. */
  public Future<Void> of(InetSocketAddress relay) {
    Instant end = clock.instant().plus(WITHIN);
    return StunSocket.open(vertx, relay)
        .compose(socket -> ask(socket, end).eventually(socket::close));
  }

  private Future<Void> ask(StunSocket socket, Instant end) {
    StunMessage question = new StunMessage(StunMessage.BINDING, TransactionId.random(), List.of());
    return socket
        .ask(question, Optional.empty())
        .<Void>mapEmpty()
        .recover(
            failure ->
                wanted.getAsBoolean() && clock.instant().isBefore(end)
                    ? ask(socket, end)
                    : Future.failedFuture(failure));
  }
}
