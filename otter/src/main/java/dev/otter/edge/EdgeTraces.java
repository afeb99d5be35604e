package dev.otter.edge;

import dev.otter.contract.trace.Span;
import dev.otter.contract.trace.Tracing;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * A span for each call of the API. A caller that traces may say where it is by the header of W3C;
 * its word begins nothing but a span. Of the request nothing is said but its method, its route and
 * how it ended: no path, no query, no header, no address.
 */
final class EdgeTraces implements Handler<RoutingContext> {

  private final Tracing tracing;

  EdgeTraces(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public void handle(RoutingContext context) {
    if (isTraced(context.normalizedPath())) {
      Span span = tracing.begin("http", context.request().getHeader(Tracing.HEADER));
      Tracing.enter(span);
      context.addEndHandler(done -> end(context, span));
    }
    context.next();
  }

  /** The WebSocket is not: it is a part of the trace of its room, which is known only later. */
  private static boolean isTraced(String path) {
    return path.startsWith("/v1/")
        || path.startsWith("/room/")
        || path.equals("/createRoom")
        || path.equals("/credentials");
  }

  private static void end(RoutingContext context, Span span) {
    String method = EdgeMetrics.method(context);
    String route = EdgeMetrics.route(context);
    span.named(method + " " + route)
        .with("http.request.method", method)
        .with("http.route", route)
        .with("http.response.status_code", String.valueOf(context.response().getStatusCode()))
        .end();
  }
}
