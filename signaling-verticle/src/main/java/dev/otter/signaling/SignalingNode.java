package dev.otter.signaling;

import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.room.RoomsClient;
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
  private final PeerRouter router;
  private final RoomsClient rooms;
  private final RoomLookup lookup;
  private volatile boolean draining;

  SignalingNode(Vertx vertx, NodeTag tag, V1Limits limits, RoomMap map, LongSupplier nanoClock) {
    this.tag = tag;
    this.limits = limits;
    this.nanoClock = nanoClock;
    this.connections = new ConnectionTable(limits.limits().connectionsPerNode());
    this.addresses = new AddressConnections(limits.limits().connectionsPerAddress());
    this.router = new PeerRouter(tag, connections, new BusRequests(vertx), counts);
    this.rooms = new RoomsClient(vertx);
    this.lookup = new RoomLookup(map);
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

  PeerRouter router() {
    return router;
  }

  RoomsClient rooms() {
    return rooms;
  }

  RoomLookup lookup() {
    return lookup;
  }

  /** Whether clients are sent away, and none may come. */
  boolean isDraining() {
    return draining;
  }

  /** From now on no client may come. */
  void beginDraining() {
    draining = true;
  }
}
