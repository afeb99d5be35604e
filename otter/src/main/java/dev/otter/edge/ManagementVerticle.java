package dev.otter.edge;

import dev.otter.contract.config.ManagementConfig;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.JsonErrors;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;

/**
 * The management port: the probes, where the public port must not be reached by a supervisor, and
 * what else is for operators only.
 */
public final class ManagementVerticle extends VerticleBase {

  private final ManagementConfig config;
  private final Readiness readiness;
  private final HttpRoutes more;

  /**
   * Makes the verticle.
   *
   * @param config where to listen; its port must be set
   * @param readiness what {@code /readyz} answers by
   * @param more further routes that the public port must not have
   */
  public ManagementVerticle(ManagementConfig config, Readiness readiness, HttpRoutes more) {
    this.config = config;
    this.readiness = readiness;
    this.more = more;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router.errorHandler(404, new JsonErrors());
    new ProbeRoutes(readiness).mount(router);
    more.mount(router);
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(config.port().orElseThrow(), config.host());
  }
}
