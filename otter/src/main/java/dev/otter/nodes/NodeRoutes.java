package dev.otter.nodes;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.cluster.AskNode;
import dev.otter.contract.cluster.DrainNode;
import dev.otter.contract.cluster.NodeReport;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.Answering;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.RequireApiKey;
import dev.otter.contract.id.NodeTag;
import dev.otter.edge.Readiness;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The table of calls about nodes: {@code GET /v1/nodes}, and {@code …/{id}/drain}. */
public final class NodeRoutes implements HttpRoutes {

  /** A node that was emptied still answers these; see the edge. */
  private static final String PATH = "/v1/nodes";

  private static final String DRAIN = PATH + "/:id/drain";

  private final AuthClient auth;
  private final BusRequests bus;
  private final Supplier<List<NodeTag>> nodes;

  /**
   * Makes the table.
   *
   * @param vertx whose bus leads to all nodes
   * @param nodes which nodes there are at this moment
   */
  public NodeRoutes(Vertx vertx, Supplier<List<NodeTag>> nodes) {
    this.auth = new AuthClient(vertx);
    this.bus = new BusRequests(vertx);
    this.nodes = nodes;
  }

  /**
   * A node.
   *
   * @param nodeId its id; connection ids begin with it
   * @param state what it is doing
   * @param connections how many clients it holds
   * @param verticles the parts that it runs
   * @param startedAt since when; null where it does not answer
   */
  record NodeResource(
      String nodeId, String state, int connections, List<String> verticles, Instant startedAt) {

    static NodeResource of(NodeReport report) {
      return new NodeResource(
          report.node().value(),
          report.state(),
          report.connections(),
          report.verticles(),
          report.startedAt());
    }
  }

  /**
   * All nodes.
   *
   * @param nodes the one that runs longest first
   */
  record NodeList(List<NodeResource> nodes) {}

  @Override
  public void mount(Router router) {
    RequireApiKey reader = new RequireApiKey(auth, Scope.NODES_READ);
    RequireApiKey admin = new RequireApiKey(auth, Scope.NODES_ADMIN);
    router.get(PATH).handler(reader).handler(Answering.with(context -> list()));
    router.post(DRAIN).handler(admin).handler(Answering.with(this::drain));
    router.delete(DRAIN).handler(admin).handler(Answering.with(this::undrain));
  }

  private Future<Answer> list() {
    return reports()
        .map(
            reports ->
                new Answer(200, new NodeList(reports.stream().map(NodeResource::of).toList())));
  }

  /** Of nodes that are just dying some do not answer; they are listed as silent. */
  private Future<List<NodeReport>> reports() {
    return Future.all(
            nodes.get().stream()
                .map(
                    tag ->
                        bus.ask(BusAddress.NODE_REPORT, tag, new AskNode(), NodeReport.class)
                            .otherwise(NodeReport.silent(tag)))
                .toList())
        .map(all -> all.<NodeReport>list());
  }

  private Future<Answer> drain(RoutingContext context) {
    NodeTag tag = tag(context);
    return reports()
        .compose(
            reports -> {
              boolean another =
                  reports.stream()
                      .anyMatch(
                          each ->
                              !each.node().equals(tag)
                                  && each.state().equals(Readiness.State.READY.word()));
              if (!another) {
                throw new RefusedException(
                    ErrorCode.LAST_NODE, "no other node is ready to take the clients of this one");
              }
              return order(tag, true);
            });
  }

  private Future<Answer> undrain(RoutingContext context) {
    return order(tag(context), false);
  }

  private Future<Answer> order(NodeTag tag, boolean drain) {
    return bus.ask(BusAddress.DRAIN_NODE, tag, new DrainNode(drain), NodeReport.class)
        .map(report -> new Answer(200, NodeResource.of(report)));
  }

  private NodeTag tag(RoutingContext context) {
    String id = context.pathParam("id");
    return nodes.get().stream()
        .filter(each -> each.value().equals(id))
        .findFirst()
        .orElseThrow(() -> new RefusedException(ErrorCode.NODE_NOT_FOUND, "no node has this id"));
  }
}
