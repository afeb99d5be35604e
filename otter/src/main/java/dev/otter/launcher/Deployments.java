package dev.otter.launcher;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** What a node has deployed, in this order, and undeploys in the reverse one. For any thread. */
final class Deployments {

  private final Vertx vertx;
  private final List<String> ids = new CopyOnWriteArrayList<>();

  Deployments(Vertx vertx) {
    this.vertx = vertx;
  }

  Future<?> deploy(Deployable verticle) {
    return vertx.deployVerticle(verticle).onSuccess(ids::add);
  }

  /** As many instances as the options say. */
  Future<?> deploy(Supplier<Deployable> verticle, DeploymentOptions options) {
    return vertx.deployVerticle(verticle, options).onSuccess(ids::add);
  }

  /** One after the other; what fails to stop holds up nothing. */
  Future<?> undeploy() {
    Future<?> undeployed = Future.succeededFuture();
    for (int i = ids.size() - 1; i >= 0; i--) {
      String id = ids.get(i);
      undeployed = undeployed.transform(previous -> vertx.undeploy(id));
    }
    return undeployed;
  }
}
