package dev.otter.contract.http;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.error.RefusedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Sends an answer of the HTTP API. Answers hold tokens and change at once: they are never cached.
 */
public final class JsonReply {

  private static final String JSON = "application/json";

  private JsonReply() {}

  /** Sends {@code body}, a record, with a status; null sends none. */
  public static void send(RoutingContext context, int status, Record body) {
    if (body == null) {
      context.response().setStatusCode(status).end();
      return;
    }
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(WireJson.write(body));
  }

  /** Sends a refusal: its status and {@link ErrorBody}, and when to come back if that helps. */
  public static void refuse(RoutingContext context, RefusedException refusal) {
    if (refusal.retryAfterSeconds() > 0) {
      context
          .response()
          .putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(refusal.retryAfterSeconds()));
    }
    send(
        context,
        refusal.code().httpStatus(),
        new ErrorBody(refusal.code().code(), refusal.getMessage()));
  }
}
