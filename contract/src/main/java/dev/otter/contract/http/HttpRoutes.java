package dev.otter.contract.http;

import io.vertx.ext.web.Router;

/**
 * The routes that one module adds to the public edge. The edge mounts them on each of its event
 * loops, so an implementation is called several times and shares what it needs to share.
 */
@FunctionalInterface
public interface HttpRoutes {

  /** Adds this module's routes to {@code router}. */
  void mount(Router router);
}
