package dev.otter.signaling;

import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.calls.CallNews;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.quality.QualityReports;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.room.RoomsClient;
import dev.otter.contract.trace.Span;
import dev.otter.contract.trace.Tracing;
import dev.otter.contract.turn.IceServersClient;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What all connections of this node share: the table, the router, the room rules, the limits. Safe
 * for any thread.
 */
final class SignalingNode {

  /** What a client is told when the node ends its connection to stop. */
  static final String STOPPING = "the node is stopping";

  private final NodeTag tag;
  private final V1Limits limits;
  private final LongSupplier nanoClock;
  private final ConnectionTable connections;
  private final AddressConnections addresses;
  private final MessageCounts counts = new MessageCounts();
  private final ConnectionCounts connectionCounts = new ConnectionCounts();
  private final PeerRouter router;
  private final RoomsClient rooms;
  private final IceServersClient iceServers;
  private final RoomLookup lookup;
  private final ServingGate gate;
  private final QualityReports qualityReports;
  private final CallNews calls;
  private final QualityCounts quality = new QualityCounts();
  private final Tracing tracing;
  private volatile boolean draining;

  SignalingNode(
      Vertx vertx,
      NodeTag tag,
      V1Limits limits,
      RoomMap map,
      LongSupplier nanoClock,
      ServingGate gate,
      QualityReports qualityReports) {
    this.tag = tag;
    this.limits = limits;
    this.nanoClock = nanoClock;
    this.connections = new ConnectionTable(limits.limits().connectionsPerNode());
    this.addresses = new AddressConnections(limits.limits().connectionsPerAddress());
    this.router = new PeerRouter(tag, connections, new BusRequests(vertx), counts, gate);
    this.rooms = new RoomsClient(vertx);
    this.iceServers = new IceServersClient(vertx);
    this.lookup = new RoomLookup(map);
    this.gate = gate;
    this.qualityReports = qualityReports;
    this.calls = new CallNews(vertx.eventBus());
    this.tracing = Tracing.of(vertx);
  }

  NodeTag tag() {
    return tag;
  }

  LimitsConfig limits() {
    return limits.limits();
  }

  V1Limits v1Limits() {
    return limits;
  }

  /** Nanoseconds of a clock that never jumps, for measuring rates. */
  long monotonicNanos() {
    return nanoClock.getAsLong();
  }

  /** Milliseconds of a clock that never jumps, for measuring silence. */
  long monotonicMs() {
    return TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong());
  }

  ConnectionTable connections() {
    return connections;
  }

  AddressConnections addresses() {
    return addresses;
  }

  MessageCounts counts() {
    return counts;
  }

  ConnectionCounts connectionCounts() {
    return connectionCounts;
  }

  PeerRouter router() {
    return router;
  }

  RoomsClient rooms() {
    return rooms;
  }

  IceServersClient iceServers() {
    return iceServers;
  }

  RoomLookup lookup() {
    return lookup;
  }

  /** Begins spans. */
  Tracing tracing() {
    return tracing;
  }

  /** The span of a client that comes into a room whose making was traced; none for any other. */
  Span joining(Room room, long began) {
    return room.trace() == null ? Span.NONE : tracing.begin("otter.join", room.trace(), began);
  }

  /** What clients report of their calls. */
  QualityReports qualityReports() {
    return qualityReports;
  }

  /** What became of what they reported here. */
  QualityCounts quality() {
    return quality;
  }

  /** Tells what happens to calls. */
  CallNews calls() {
    return calls;
  }

  /** Whether this node may act for its cluster. */
  ServingGate gate() {
    return gate;
  }

  /** The refusal of a node that may not. */
  static RefusedException cutOff() {
    return new RefusedException(ErrorCode.NOT_READY, "this node is cut off from its cluster");
  }

  /** Sends every client away, to the side of the cluster that serves; waits for nobody. */
  void sendAway() {
    connections.all().forEach(each -> each.close(ErrorCode.NOT_READY, cutOff().getMessage()));
  }

  /** Whether clients are sent away, and none may come. */
  boolean isDraining() {
    return draining;
  }

  /** From now on no client may come. */
  void beginDraining() {
    draining = true;
  }

  /** From now on clients may come again. */
  void endDraining() {
    draining = false;
  }
}
