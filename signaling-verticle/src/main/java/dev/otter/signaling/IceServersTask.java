package dev.otter.signaling;

import dev.otter.contract.id.RoomId;
import dev.otter.contract.turn.IceServersChanged;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives clients ICE servers before theirs get old, and others when a relay is gone: one sweep, no
 * timer for each connection. Belongs to the verticle's context.
 */
final class IceServersTask {

  /** How often it looks whose servers are getting old. */
  static final long PERIOD_MS = 1_000;

  /** A relay that dies is told of room by room; all that comes within this time is one pass. */
  private static final long GATHER_MS = 20;

  private final Vertx vertx;
  private final ConnectionTable connections;
  private Map<RoomId, IceServersChanged> changed = new HashMap<>();

  IceServersTask(Vertx vertx, ConnectionTable connections) {
    this.vertx = vertx;
    this.connections = connections;
  }

  void freshen() {
    connections.all().forEach(RoomConnection::freshenIceServers);
  }

  void changed(IceServersChanged news) {
    if (changed.isEmpty()) {
      vertx.setTimer(GATHER_MS, timer -> tell());
    }
    changed.put(news.roomId(), news);
  }

  private void tell() {
    Map<RoomId, IceServersChanged> gathered = changed;
    changed = new HashMap<>();
    for (RoomConnection each : connections.all()) {
      IceServersChanged news = gathered.get(each.roomId());
      if (news != null) {
        each.onRelayGone(news.relayId(), news.dead());
      }
    }
  }
}
