package dev.otter.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.JsonReply;
import io.vertx.ext.web.Router;

/**
 * The probes: {@code /healthz} is 200 while the process lives, {@code /readyz} only while it can
 * serve.
 */
final class ProbeRoutes implements HttpRoutes {

  private final Readiness readiness;

  ProbeRoutes(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public void mount(Router router) {
    router
        .get("/healthz")
        .handler(context -> JsonReply.send(context, 200, new Probe("alive", null)));
    router
        .get("/readyz")
        .handler(
            context -> {
              Readiness.State state = readiness.state();
              JsonReply.send(
                  context,
                  state == Readiness.State.READY ? 200 : 503,
                  new Probe(state.word(), state == Readiness.State.CUT_OFF ? "cluster" : null));
            });
  }

  /**
   * The body of a probe's answer.
   *
   * @param status one word
   * @param part which part is not ready, null where it is the node as a whole
   */
  record Probe(String status, @JsonInclude(JsonInclude.Include.NON_NULL) String part) {}
}
