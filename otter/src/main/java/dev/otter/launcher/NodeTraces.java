package dev.otter.launcher;

import dev.otter.contract.config.TracesConfig;
import dev.otter.contract.trace.Tracing;
import dev.otter.traces.OtlpTracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * The traces of a node, if it is to send any: else nothing of the library is loaded. Safe for any
 * thread.
 */
final class NodeTraces {

  private final Vertx vertx;
  private final OtlpTracing tracing;

  private NodeTraces(Vertx vertx, OtlpTracing tracing) {
    this.vertx = vertx;
    this.tracing = tracing;
  }

  /** Begins, before anything of the node is opened on its Vert.x. */
  static NodeTraces start(Vertx vertx, NodeBasis basis) {
    TracesConfig config = basis.config().observation().traces();
    OtlpTracing tracing =
        config
            .endpoint()
            .map(to -> OtlpTracing.start(to, config, basis.tag(), OtterVersion.text()))
            .orElse(null);
    if (tracing != null) {
      Tracing.install(vertx, tracing);
    }
    return new NodeTraces(vertx, tracing);
  }

  /** Sends what waits, within some seconds; before Vert.x is closed. */
  Future<Void> close() {
    return tracing == null
        ? Future.succeededFuture()
        : vertx.executeBlocking(
            () -> {
              tracing.close();
              return null;
            });
  }
}
