package dev.otter.console;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.signaling.websocket.PipelineHandOver;
import dev.otter.signaling.websocket.WebSocketHandshake;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /console/live}: the WebSocket of one console. It goes the same way from Vert.x to its
 * own frames as those of calls do. On the request's context.
 */
final class LiveHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(LiveHandler.class);

  /** So many consoles look through one event loop of the edge at once. */
  static final int MOST_CONSOLES = 20;

  private final ConsoleParts parts;
  private final ConsoleDoor door;
  private final AtomicInteger looking = new AtomicInteger();

  LiveHandler(ConsoleParts parts, ConsoleDoor door) {
    this.parts = parts;
    this.door = door;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    WebSocketHandshake.check(request);
    door.requireOwnPage(context);
    if (looking.incrementAndGet() > MOST_CONSOLES) {
      looking.decrementAndGet();
      throw new RefusedException(
          ErrorCode.NODE_FULL, "too many consoles look through this node already");
    }
    PipelineHandOver.begin(request);
    request.pause();
    String secret = door.secret(context);
    parts
        .sessions()
        .find(secret)
        .compose(
            session ->
                PipelineHandOver.upgrade(request, parts.limits(), Optional.empty())
                    .onSuccess(
                        socket ->
                            new LiveSocket(
                                    socket,
                                    context.vertx().getOrCreateContext(),
                                    parts.picture(),
                                    session.scopes(),
                                    () -> parts.sessions().find(secret),
                                    looking::decrementAndGet)
                                .open()))
        .onFailure(failure -> refuse(context, failure));
  }

  private void refuse(RoutingContext context, Throwable failure) {
    looking.decrementAndGet();
    if (context.response().headWritten() || context.response().closed()) {
      LOG.debug("upgrade failed", failure);
    } else {
      PipelineHandOver.giveUp(context.request());
      context.request().resume();
      context.fail(failure);
    }
  }
}
