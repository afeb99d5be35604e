package dev.otter.console;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.http.PublicUrl;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.KeyValueStore;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What all event loops of a node's edge share of its console. Safe for any thread.
 *
 * @param vertx the node's
 * @param publicUrl where the page comes from
 * @param limits of what may wait for a console that reads slowly
 * @param meter measures this node
 * @param picture of the whole cluster
 * @param sessions who has signed in, on any node
 */
public record ConsoleParts(
    Vertx vertx,
    PublicUrl publicUrl,
    LimitsConfig limits,
    NodeMeter meter,
    ClusterPicture picture,
    ConsoleSessions sessions) {

  /**
   * Makes them.
   *
   * @param nodes which nodes there are at this moment
   * @param store where sessions are kept, for all nodes
   * @param clock by which sessions end
   */
  public static ConsoleParts of(
      Vertx vertx,
      PublicUrl publicUrl,
      LimitsConfig limits,
      NodeMeter meter,
      Supplier<List<NodeTag>> nodes,
      KeyValueStore store,
      InstantSource clock) {
    AuthClient auth = new AuthClient(vertx);
    return new ConsoleParts(
        vertx,
        publicUrl,
        limits,
        meter,
        new ClusterPicture(vertx, nodes, clock),
        new ConsoleSessions(store, auth::listApiKeys, clock));
  }
}
