package dev.otter.edge;

import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.PublicUrl;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;

/**
 * The pages: the start page at {@code /}, the call page at the join link, and their files under
 * {@code /assets}, all from the web-app jar. Browsers ask each time whether a file has changed, so
 * that an upgrade is seen at once.
 */
public final class WebAppRoutes implements HttpRoutes {

  private static final String ASSETS = "/assets";
  private static final String WEB_ROOT = "web";

  /** What a join link comes to, inside this node. */
  static final String CALL_PAGE = ASSETS + "/page/call.html";

  @Override
  public void mount(Router router) {
    page(router, "/").handler(context -> context.reroute(ASSETS + "/page/index.html"));
    page(router, PublicUrl.CALL_PATH + ":room").handler(context -> context.reroute(CALL_PAGE));
    StaticHandler files =
        StaticHandler.create(WEB_ROOT).setIncludeHidden(false).setDirectoryListing(false);
    page(router, ASSETS + "/*")
        .handler(
            context -> {
              context.addHeadersEndHandler(
                  end -> context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache"));
              context.next();
            })
        .handler(files);
  }

  private static Route page(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }
}
