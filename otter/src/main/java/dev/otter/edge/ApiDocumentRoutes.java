package dev.otter.edge;

import dev.otter.contract.http.HttpRoutes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;

/**
 * {@code /openapi.json}, and {@code /docs}, which shows it: Swagger UI out of the jar, started by a
 * script of our own, since the pages' policy allows no inline one.
 */
public final class ApiDocumentRoutes implements HttpRoutes {

  /**
   * Where its jar has the viewer; the version is that of the pom, and a test asks for the files.
   */
  private static final String VIEWER = "META-INF/resources/webjars/swagger-ui/5.34.1";

  private static final String PAGE = "web/docs";

  private final Buffer document = Buffer.buffer(ApiDocument.json());

  @Override
  public void mount(Router router) {
    router
        .get("/openapi.json")
        .handler(
            context ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .end(document));
    router.get("/docs").handler(context -> context.reroute("/docs/index.html"));
    router
        .get("/docs/viewer/*")
        .handler(StaticHandler.create(VIEWER).setDirectoryListing(false).setIncludeHidden(false));
    router
        .get("/docs/*")
        .handler(StaticHandler.create(PAGE).setDirectoryListing(false).setIncludeHidden(false));
  }
}
