package dev.otter.signaling;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.signaling.ConnectionDismissed;
import dev.otter.contract.signaling.Delivered;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.signaling.MessageCounts.Kind;
import dev.otter.signaling.MessageCounts.Result;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Brings a message to the connection it is for, by the destination's id alone: to this node's own
 * table, or in one hop to the node that the id names. There is one refusal for everything that
 * cannot be reached, so that a sender learns nothing of other rooms. Safe for any thread; messages
 * from one context to one destination arrive in order.
 */
final class PeerRouter {

  /** How long telling the others may hold up whoever tells. */
  static final long TELLING_TIMEOUT_MS = 300;

  private final NodeTag self;
  private final ConnectionTable connections;
  private final BusRequests bus;
  private final MessageCounts counts;
  private final ServingGate gate;

  PeerRouter(
      NodeTag self,
      ConnectionTable connections,
      BusRequests bus,
      MessageCounts counts,
      ServingGate gate) {
    this.self = self;
    this.connections = connections;
    this.bus = bus;
    this.counts = counts;
    this.gate = gate;
  }

  /**
   * Routes a message.
   *
   * @return completes when the destination's node has handed it over; fails with {@link
   *     ErrorCode#DESTINATION_UNKNOWN} when it could not
   */
  Future<Delivered> route(NodeMessage message) {
    return route(message, message.destination().node());
  }

  /** Routes a message to a node that holds the destination now, whatever the id says. */
  Future<Delivered> route(NodeMessage message, NodeTag node) {
    Kind kind = Kind.of(message);
    if (node.equals(self)) {
      Future<Delivered> delivered = deliver(message);
      counts.routed(kind, delivered.succeeded() ? Result.HERE : Result.REFUSED);
      return delivered;
    }
    return bus.ask(BusAddress.SIGNALING_NODE, node, (Record) message, Delivered.class)
        .transform(
            answer -> {
              counts.routed(kind, answer.succeeded() ? Result.ELSEWHERE : Result.REFUSED);
              return answer.succeeded()
                  ? Future.succeededFuture(answer.result())
                  : Future.failedFuture(unknownDestination());
            });
  }

  /**
   * Tells something to all others of a room who have a socket.
   *
   * @param about what to tell the one of that id
   * @return completes when each of them has it or cannot be reached, and after {@link
   *     #TELLING_TIMEOUT_MS} also when a node is silent: what comes after it on the same way stays
   *     after it
   */
  Future<Void> tellOthers(Room room, ConnectionId me, Function<ConnectionId, NodeMessage> about) {
    return Future.join(
            room.others(me).stream()
                .filter(Participant::live)
                .map(other -> route(about.apply(other.connectionId()), other.node()))
                .toList())
        .timeout(TELLING_TIMEOUT_MS, TimeUnit.MILLISECONDS)
        .transform(told -> Future.succeededFuture());
  }

  /** Hands a message to a connection of this node, after checking that it is in the same room. */
  Future<Delivered> deliver(NodeMessage message) {
    if (!gate.delivers()) {
      return Future.failedFuture(unknownDestination());
    }
    return connections
        .find(message.destination())
        .filter(connection -> connection.roomId().equals(message.roomId()))
        .map(
            connection -> {
              hand(message, connection);
              return Future.succeededFuture(Delivered.DELIVERED);
            })
        .orElseGet(() -> Future.failedFuture(unknownDestination()));
  }

  /** Tells the others in a room of one who came in; nobody where it is gone again. */
  Future<Void> tellArrived(Room room, ConnectionId newcomer) {
    return room.participant(newcomer)
        .map(
            arrived ->
                tellOthers(
                    room, newcomer, other -> ParticipantJoined.of(other, room.roomId(), arrived)))
        .orElseGet(Future::succeededFuture);
  }

  private static void hand(NodeMessage message, RoomConnection connection) {
    if (!(message instanceof ConnectionDismissed dismissed)) {
      connection.deliver(message);
    } else if (dismissed.life() == connection.life()) {
      ErrorCode code = ErrorCode.of(dismissed.code()).orElse(ErrorCode.INTERNAL);
      connection.close(code, dismissed.reason());
    }
  }

  static RefusedException unknownDestination() {
    return new RefusedException(
        ErrorCode.DESTINATION_UNKNOWN, "the destination is not in this room");
  }
}
