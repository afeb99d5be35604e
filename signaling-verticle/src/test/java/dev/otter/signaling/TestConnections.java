package dev.otter.signaling;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.RoomMap;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;

/** Connections that were never opened and have no socket: for what looks at ids and rooms only. */
final class TestConnections {

  private final Vertx vertx;
  private final NodeTag tag;
  private final SignalingNode node;

  TestConnections(Vertx vertx, NodeTag tag) throws TimeoutException {
    this.vertx = vertx;
    this.tag = tag;
    this.node =
        new SignalingNode(
            vertx,
            tag,
            new V1Limits(LimitsConfig.NONE, Duration.ofSeconds(60)),
            RoomMap.open(vertx).await(30, SECONDS),
            () -> 0,
            ServingGate.ALWAYS_OPEN,
            TestQuality.reports(vertx));
  }

  ClientConnection in(RoomId roomId) {
    return new ClientConnection(
        ConnectionId.random(tag), claims(roomId), null, vertx.getOrCreateContext(), node);
  }

  static RoomClaims claims(RoomId roomId) {
    return new RoomClaims(roomId, "guest-1", null, "jti", Instant.MAX, null);
  }

  static Participant plain(ConnectionId id) {
    return Participant.live(id, "guest-1", null, Instant.EPOCH);
  }
}
