package dev.otter.edge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * What the edge measures (docs/metrics.md): requests by route and status, how late the event loops
 * are, whether the node is ready. A label is a route's pattern, never a path that came. Safe for
 * any thread.
 */
public final class EdgeMetrics {

  private static final long LOOK_MS = 500;
  private static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS);

  private final MeterRegistry registry;
  private final Timer loopDelay;
  private final List<SingleThreadEventExecutor> loops = new CopyOnWriteArrayList<>();

  /**
   * Makes them.
   *
   * @param registry where they are kept
   * @param readiness what {@code otter_ready} shows
   */
  public EdgeMetrics(MeterRegistry registry, Readiness readiness) {
    this.registry = registry;
    this.loopDelay =
        Timer.builder("otter.event.loop.delay")
            .description("How late an event loop came to what was due")
            .register(registry);
    Gauge.builder("otter.event.loop.tasks.waiting", loops, EdgeMetrics::mostTasks)
        .description("What waits for the event loop that has most to do")
        .register(registry);
    Gauge.builder("otter.ready", () -> readiness.state() == Readiness.State.READY ? 1 : 0)
        .description("1 while this node can serve")
        .register(registry);
  }

  /** Looks from now on how late the caller's event loop is, and how much waits for it. */
  void watchLoop(Vertx vertx) {
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    if (context.nettyEventLoop() instanceof SingleThreadEventExecutor loop) {
      loops.add(loop);
    }
    long[] due = {System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MS)};
    vertx.setPeriodic(
        LOOK_MS,
        timer -> {
          long now = System.nanoTime();
          loopDelay.record(Duration.ofNanos(Math.max(0, now - due[0])));
          due[0] = now + TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
        });
  }

  private static double mostTasks(List<SingleThreadEventExecutor> loops) {
    return loops.stream().mapToInt(SingleThreadEventExecutor::pendingTasks).max().orElse(0);
  }

  /** Counts a request when it is answered. One that becomes a WebSocket is not. */
  void onRequest(RoutingContext context) {
    long start = System.nanoTime();
    context.addEndHandler(
        done ->
            Timer.builder("otter.http.requests")
                .description("Requests that were answered, and how long that took")
                .tag("method", method(context))
                .tag("route", route(context))
                .tag("status", String.valueOf(context.response().getStatusCode()))
                .register(registry)
                .record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
    context.next();
  }

  static String method(RoutingContext context) {
    HttpMethod method = context.request().method();
    return METHODS.contains(method) ? method.name() : "other";
  }

  /** The pattern that answered; what no route knows is {@code other}. */
  static String route(RoutingContext context) {
    Route route = context.currentRoute();
    return route == null || route.getPath() == null ? "other" : route.getPath();
  }
}
