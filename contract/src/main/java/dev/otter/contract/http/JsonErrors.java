package dev.otter.contract.http;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a failed request becomes an answer: a {@link RefusedException} as it is, a
 * status set by vertx-web as the code that fits, anything else as {@link ErrorCode#INTERNAL} with a
 * log line (the path without its query, which may hold a token).
 */
public final class JsonErrors implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(JsonErrors.class);

  @Override
  public void handle(RoutingContext context) {
    if (context.failure() instanceof HttpClosedException) {
      // The client has gone in the middle of its request: nobody is there to be told.
      return;
    }
    if (context.response().headWritten()) {
      context.response().reset();
      return;
    }
    JsonReply.refuse(context, refusal(context));
  }

  private static RefusedException refusal(RoutingContext context) {
    if (context.failure() instanceof RefusedException refused) {
      return refused;
    }
    String path = context.request().path();
    return switch (context.statusCode()) {
      case 400 -> new RefusedException(ErrorCode.BODY_INVALID, "the request is malformed");
      case 403 ->
          new RefusedException(
              ErrorCode.ORIGIN_REFUSED, "pages of this origin may not use this server");
      case 404 -> new RefusedException(ErrorCode.NOT_FOUND, "there is nothing at this path");
      case 405 ->
          new RefusedException(
              ErrorCode.METHOD_NOT_ALLOWED,
              "this path does not take " + context.request().method().name());
      case 413 ->
          new RefusedException(
              ErrorCode.BODY_TOO_LARGE,
              "the body is larger than the " + JsonBody.MAX_BYTES + " bytes allowed");
      default -> {
        LOG.error("a request failed path={}", path, context.failure());
        yield new RefusedException(ErrorCode.INTERNAL, "the server failed; its log has the cause");
      }
    };
  }
}
