package dev.otter.edge;

import dev.otter.calls.DoorNews;
import dev.otter.contract.config.HttpConfig;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.AllowedOrigins;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.JsonErrors;
import dev.otter.contract.http.PublicUrl;
import dev.otter.contract.trace.Tracing;
import dev.otter.limits.EdgeLimits;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one public HTTP port: pages, API and WebSocket. It knows no call of its own; each module
 * brings its routes. Deployed once for each processor; the instances share the port.
 */
public final class EdgeVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeVerticle.class);
  private static final int IDLE_TIMEOUT_SECONDS = 60;
  private static final int MAX_HEADER_BYTES = 16_384;
  private static final int MAX_REQUEST_LINE_BYTES = 8_192;

  /** What an administrator must be able to undo where it was done. */
  private static final List<String> ANSWERED_WHEN_EMPTIED =
      List.of("/v1/nodes", "/console", "/assets/");

  /** Vert.x: a port that the system chooses, the same for all instances. */
  private static final int SHARED_FREE_PORT = -1;

  private final HttpConfig config;
  private final int requestSeconds;
  private final PublicUrl publicUrl;
  private final Readiness readiness;
  private final EdgeLimits limits;
  private final Optional<EdgeMetrics> metrics;
  private final List<HttpRoutes> modules;
  private Router router;

  /**
   * Makes one instance.
   *
   * @param config where to listen
   * @param requestSeconds how long a request may take to come; 0 for no limit
   * @param publicUrl told the base of this node's links once the port is known
   * @param readiness what {@code /readyz} answers by
   * @param limits how often clients may call and fail
   * @param metrics counts requests; empty where nobody reads it
   * @param modules the routes of the modules
   */
  public EdgeVerticle(
      HttpConfig config,
      int requestSeconds,
      PublicUrl publicUrl,
      Readiness readiness,
      EdgeLimits limits,
      Optional<EdgeMetrics> metrics,
      List<HttpRoutes> modules) {
    this.config = config;
    this.requestSeconds = requestSeconds;
    this.publicUrl = publicUrl;
    this.readiness = readiness;
    this.limits = limits;
    this.metrics = metrics;
    this.modules = List.copyOf(modules);
  }

  @Override
  public Future<?> start() {
    metrics.ifPresent(each -> each.watchLoop(vertx));
    int port = config.port() == 0 ? SHARED_FREE_PORT : config.port();
    return vertx
        .createHttpServer(options())
        .requestHandler(this::onRequest)
        // A client that resets its connection is nobody's error; Vert.x would log it as one.
        .connectionHandler(
            connection -> {
              connection.exceptionHandler(EdgeVerticle::onBroken);
              RequestDeadline.watch(connection, requestSeconds);
            })
        .exceptionHandler(EdgeVerticle::onBroken)
        .listen(port, config.host())
        .map(this::onListening);
  }

  private static void onBroken(Throwable failure) {
    LOG.debug("a connection broke", failure);
  }

  private HttpServer onListening(HttpServer server) {
    URI base = config.baseUrl(server.actualPort());
    publicUrl.set(base);
    router = router(AllowedOrigins.of(config.allowedOrigins(), base));
    return server;
  }

  private void onRequest(HttpServerRequest request) {
    if (router == null) {
      request.response().setStatusCode(ErrorCode.NOT_READY.httpStatus()).end();
      return;
    }
    router.handle(request);
  }

  private Router router(AllowedOrigins origins) {
    Router all = Router.router(vertx);
    JsonErrors answers = new JsonErrors();
    DoorNews door = new DoorNews(vertx.eventBus());
    Handler<RoutingContext> errors =
        context -> {
          limits.onRefused(context);
          door.onRefused(context);
          answers.handle(context);
        };
    all.route().failureHandler(errors);
    for (int status : new int[] {400, 403, 404, 405, 413, 414, 500}) {
      all.errorHandler(status, errors);
    }
    metrics.ifPresent(each -> all.route().handler(each::onRequest));
    Tracing tracing = Tracing.of(vertx);
    if (tracing.on()) {
      all.route().handler(new EdgeTraces(tracing));
    }
    all.route().handler(new SecurityHeaders(config.allowedOrigins()));
    new ProbeRoutes(readiness).mount(all);
    all.route()
        .handler(
            context -> {
              switch (readiness.state()) {
                case DRAINING -> {
                  if (readiness.emptied() && answeredWhenEmptied(context.normalizedPath())) {
                    context.next();
                  } else {
                    context.fail(
                        new RefusedException(ErrorCode.NOT_READY, "this node is stopping"));
                  }
                }
                case CUT_OFF ->
                    context.fail(
                        new RefusedException(
                            ErrorCode.NOT_READY, "this node is cut off from its cluster"));
                default -> context.next();
              }
            });
    all.route().handler(cors(origins));
    all.route()
        .handler(
            context -> {
              limits.onRequest(context);
              context.next();
            });
    modules.forEach(module -> module.mount(all));
    return all;
  }

  private static boolean answeredWhenEmptied(String path) {
    return ANSWERED_WHEN_EMPTIED.stream().anyMatch(path::startsWith);
  }

  private static CorsHandler cors(AllowedOrigins origins) {
    CorsHandler cors =
        CorsHandler.create()
            .allowedMethod(HttpMethod.GET)
            .allowedMethod(HttpMethod.POST)
            .allowedMethod(HttpMethod.PATCH)
            .allowedMethod(HttpMethod.DELETE)
            .allowedHeader("Authorization")
            .allowedHeader("Content-Type");
    // Without any origin added, the handler lets all pass.
    return origins.allowsAll() ? cors : cors.addOrigins(origins.list());
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setCompressionSupported(true)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
        .setIdleTimeout(IDLE_TIMEOUT_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        // Proxies speak HTTP/1.1 to what is behind them, and so does a WebSocket.
        .setHttp2ClearTextEnabled(false)
        // WebSockets leave Vert.x with the upgrade; its own handlers for them stay out of the way.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }
}
