package dev.otter.signaling;

import dev.otter.contract.auth.AccessRevoked;
import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.cluster.NodesPresent;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.http.AllowedOrigins;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.quality.QualityReports;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.turn.IceServersChanged;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Signaling on this node: one event-bus consumer for messages from other nodes, and the {@code /ws}
 * route, which the edge mounts on each of its event loops.
 */
public final class SignalingVerticle extends VerticleBase {

  /** The subprotocol that an HTTP server must offer for clients that resume. */
  public static final String SUBPROTOCOL = V1Dialect.SUBPROTOCOL;

  private final NodeTag tag;
  private final V1Limits limits;
  private final Supplier<AllowedOrigins> origins;
  private final LongSupplier nanoClock;
  private final ServingGate gate;
  private final QualityReports quality;
  private volatile SignalingNode node;
  private volatile Drain drain;
  private BusReplies replies;

  /**
   * Makes the verticle.
   *
   * @param tag this node's name in connection ids
   * @param limits what clients may do
   * @param resumeWindow how long an interrupted participant keeps its place
   * @param origins whose pages may connect; asked when an edge mounts the route
   * @param nanoClock {@link System#nanoTime}, or a test's clock
   * @param gate whether this node may act for its cluster
   * @param quality where clients' reports of their calls are kept
   */
  public SignalingVerticle(
      NodeTag tag,
      LimitsConfig limits,
      Duration resumeWindow,
      Supplier<AllowedOrigins> origins,
      LongSupplier nanoClock,
      ServingGate gate,
      QualityReports quality) {
    this.tag = tag;
    this.limits = new V1Limits(limits, resumeWindow);
    this.origins = origins;
    this.nanoClock = nanoClock;
    this.gate = gate;
    this.quality = quality;
  }

  /** The {@code /ws} route; works from the moment the verticle is deployed. */
  public HttpRoutes routes() {
    return router ->
        router
            .get("/ws")
            .handler(new WebSocketUpgradeHandler(node, new AuthClient(vertx), origins.get()));
  }

  /** How often this node has read the room map to route a message. */
  public long roomLookups() {
    return node.lookup().count();
  }

  /** What is measured here; may be bound from the moment the verticle is deployed. */
  public MeterBinder metrics() {
    return new SignalingMetrics(node);
  }

  /** How many messages of clients were passed on so far. */
  public long messages() {
    return node.counts().fromPeers();
  }

  /** The mean loss that clients reported since this was asked last, in percent; null for none. */
  public Double takeLossPercent() {
    return node.quality().takeLossPercent();
  }

  /** The mean round trip that clients reported since this was asked last, in ms; null for none. */
  public Double takeRoundTripMs() {
    return node.quality().takeRoundTripMs();
  }

  /** How many clients this node holds. */
  public int connections() {
    return node.connections().all().size();
  }

  @Override
  public Future<?> start() {
    replies = new BusReplies(vertx);
    return RoomMap.open(vertx)
        .compose(
            rooms -> {
              node = new SignalingNode(vertx, tag, limits, rooms, nanoClock, gate, quality);
              HeartbeatTask heartbeat = new HeartbeatTask(node);
              vertx.setPeriodic(heartbeat.periodMs(), timer -> heartbeat.run());
              endWhatIsRevoked(new RevokedAccess(node.connections(), new AuthClient(vertx)));
              keepIceServersFresh(new IceServersTask(vertx, node.connections()));
              PlaceReview review = new PlaceReview(node, rooms);
              vertx
                  .eventBus()
                  .<NodesPresent>localConsumer(
                      BusAddress.NODES_PRESENT.address(), message -> review.run());
              return replies.answer(
                  BusAddress.SIGNALING_NODE.at(tag), NodeMessage.class, node.router()::deliver);
            });
  }

  private void keepIceServersFresh(IceServersTask task) {
    vertx.setPeriodic(IceServersTask.PERIOD_MS, timer -> task.freshen());
    vertx
        .eventBus()
        .<IceServersChanged>consumer(
            BusAddress.ICE_SERVERS_CHANGED.address(), message -> task.changed(message.body()));
  }

  private void endWhatIsRevoked(RevokedAccess revoked) {
    vertx.setPeriodic(RevokedAccess.PERIOD_MS, timer -> revoked.reconcile());
    vertx
        .eventBus()
        .<AccessRevoked>consumer(
            BusAddress.ACCESS_REVOKED.address(), message -> revoked.end(message.body()));
  }

  /** Sends every client away, because this node is cut off from its cluster. Any thread. */
  public void sendAway() {
    if (node != null) {
      node.sendAway();
    }
  }

  /**
   * Sends every client away, one after the other, so that the nodes that take them are not run
   * down.
   *
   * @param most how long that may take; zero sends all away at once
   * @return completes when all are gone and their rooms know, or fails when that takes too long
   */
  public Future<Void> drain(Duration most) {
    if (node == null) {
      return Future.succeededFuture();
    }
    Drain begun = new Drain(vertx, node, most);
    drain = begun;
    return begun.run();
  }

  /** Sends no more clients away, and takes new ones again. Any thread. */
  public void takeAgain() {
    Drain begun = drain;
    if (begun != null) {
      begun.giveUp();
      node.endDraining();
    }
  }

  @Override
  public Future<?> stop() {
    // Vert.x does not know the sockets any more, so nobody else ends those that did not drain.
    node.connections().all().forEach(RoomConnection::abort);
    return replies.close();
  }
}
