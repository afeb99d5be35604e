package dev.otter.turn.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an allocation on another relay like the one that a session had: waits for a relay if none
 * is ready, and tries again if one fails meanwhile, for a bound. Used on the event loop.
 */
final class SessionMove {

  private static final Logger LOG = LoggerFactory.getLogger(SessionMove.class);
  private static final long AGAIN_MS = 100;

  private final GatewayParts parts;
  private final String participant;
  private final Upstream.Events events;
  private final long begun;
  private final long end;

  SessionMove(GatewayParts parts, String participant, Upstream.Events events) {
    this.parts = parts;
    this.participant = participant;
    this.events = events;
    this.begun = parts.now();
    this.end = begun + parts.limits().waitForRelay().toNanos();
  }

  /**
   * Begins.
   *
   * @param restore sets up what the former allocation had
   * @return the allocation; fails when there was none in time
   */
  Future<Upstream> begin(Function<Upstream, Future<Void>> restore) {
    return attempt(restore)
        .onComplete(
            outcome -> {
              parts.counts().moved(parts.now() - begun, outcome.succeeded());
              if (outcome.failed()) {
                LOG.warn("a relayed session is lost because={}", outcome.cause().getMessage());
              }
            });
  }

  private Future<Upstream> attempt(Function<Upstream, Future<Void>> restore) {
    return parts
        .relays()
        .next(end)
        .compose(
            relay -> {
              Upstream next = parts.upstream(relay, participant, events);
              return next.allocate()
                  .compose(done -> restore.apply(next))
                  .map(next)
                  .recover(failure -> again(next, failure, restore));
            });
  }

  /** The relay may be dying, and it is not known yet. */
  private Future<Upstream> again(
      Upstream failed, Throwable failure, Function<Upstream, Future<Void>> restore) {
    failed.release();
    if (end - parts.now() <= 0) {
      return Future.failedFuture(failure);
    }
    Promise<Void> pause = Promise.promise();
    parts.sockets().later(AGAIN_MS, pause::complete);
    return pause.future().compose(done -> attempt(restore));
  }
}
