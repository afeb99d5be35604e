package dev.otter.launcher;

import dev.otter.nodes.NodeDesk;
import dev.otter.signaling.SignalingVerticle;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * The clients of this node, as an administrator empties it. Safe for any thread.
 *
 * @param signaling who has them; null where the node does no signaling
 * @param drainTime over how long they are sent away at most
 */
record SignalingClients(SignalingVerticle signaling, Duration drainTime)
    implements NodeDesk.Clients {

  @Override
  public int count() {
    return signaling == null ? 0 : signaling.connections();
  }

  @Override
  public Future<Void> sendAway() {
    return signaling == null ? Future.succeededFuture() : signaling.drain(drainTime);
  }

  @Override
  public void takeAgain() {
    if (signaling != null) {
      signaling.takeAgain();
    }
  }
}
