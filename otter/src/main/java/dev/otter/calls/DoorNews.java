package dev.otter.calls;

import dev.otter.contract.calls.CallNews;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.RequireRoomToken;
import io.vertx.core.eventbus.EventBus;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Tells the recorder who was refused at the door: a WebSocket, or a call with a room token, that
 * the edge or what it asked did not let through. Calls of backends are not looked at. Who has a
 * token that was good once is told of where that is found out, with the room. Safe for any thread.
 */
public final class DoorNews {

  private static final int FORBIDDEN = 403;
  private static final String SOCKET = "/ws";

  private final CallNews news;

  /** Makes it on a node's bus. */
  public DoorNews(EventBus bus) {
    this.news = new CallNews(bus);
  }

  /** A request was refused; call it where its failure is handled. */
  public void onRefused(RoutingContext context) {
    code(context)
        .filter(code -> code != ErrorCode.TOKEN_EXPIRED && code != ErrorCode.TOKEN_REVOKED)
        .filter(code -> FailureCause.ofRefusal(code.code()).isPresent())
        .filter(code -> code == ErrorCode.ORIGIN_REFUSED || isCaller(context))
        .ifPresent(news::refusedAtTheDoor);
  }

  private static Optional<ErrorCode> code(RoutingContext context) {
    if (context.failure() instanceof RefusedException refused) {
      return Optional.of(refused.code());
    }
    // So the CORS handler of vertx-web refuses an origin.
    return context.failure() == null && context.statusCode() == FORBIDDEN
        ? Optional.of(ErrorCode.ORIGIN_REFUSED)
        : Optional.empty();
  }

  private static boolean isCaller(RoutingContext context) {
    return context.request().path().equals(SOCKET) || RequireRoomToken.token(context) != null;
  }
}
