package dev.otter.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.JsonReply;
import io.vertx.ext.web.Router;
import java.util.List;

/**
 * The probes: {@code /healthz} is 200 while the process lives, {@code /readyz} only while it can
 * serve. Both answer from memory: what is outside the process is looked at in the background.
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
        .handler(context -> JsonReply.send(context, 200, new Probe("alive", null, null, null)));
    router
        .get("/readyz")
        .handler(
            context -> {
              Readiness.Standing standing = readiness.standing();
              boolean ready = standing.state() == Readiness.State.READY;
              JsonReply.send(
                  context,
                  ready ? 200 : 503,
                  new Probe(
                      standing.state().word(),
                      ready ? null : part(standing.state()),
                      standing.since().toString(),
                      readiness.parts().stream().map(ProbeRoutes::part).toList()));
            });
  }

  private static PartProbe part(Readiness.Part part) {
    return new PartProbe(part.name(), part.ready(), part.since().toString());
  }

  private static String part(Readiness.State state) {
    return state == Readiness.State.CUT_OFF ? "cluster" : "node";
  }

  /**
   * The body of a probe's answer.
   *
   * @param status one word
   * @param part which part is not ready: the cluster, or the node as a whole; null when it is ready
   * @param since when that began, as in RFC 3339; null where it does not matter
   * @param parts each part, the ready ones too; null where it does not matter
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Probe(String status, String part, String since, List<PartProbe> parts) {}

  /**
   * How one part is.
   *
   * @param part which one
   * @param ready whether it is as it should be
   * @param since when that began, as in RFC 3339
   */
  record PartProbe(String part, boolean ready, String since) {}
}
