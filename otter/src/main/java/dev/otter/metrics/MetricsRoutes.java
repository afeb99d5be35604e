package dev.otter.metrics;

import dev.otter.contract.http.HttpRoutes;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /metrics} in the text format of Prometheus. */
public final class MetricsRoutes implements HttpRoutes {

  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final NodeMetrics metrics;

  /** Makes the route. */
  public MetricsRoutes(NodeMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void mount(Router router) {
    router.get("/metrics").handler(this::answer);
  }

  private void answer(RoutingContext context) {
    context
        .vertx()
        .executeBlocking(metrics::scrape)
        .onSuccess(
            text -> context.response().putHeader(HttpHeaders.CONTENT_TYPE, TEXT_FORMAT).end(text))
        .onFailure(context::fail);
  }
}
