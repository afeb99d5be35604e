package dev.otter.signaling;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.signaling.NodeMessage;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * A client's connection as the rest of the node sees it, whatever dialect the client speaks. Any
 * thread may call.
 */
interface RoomConnection {

  /** Its address. */
  ConnectionId id();

  /** Its life, among those of one participant; a later one is higher. */
  default long life() {
    return Participant.ONLY_LIFE;
  }

  /** The one room that it may be in. */
  RoomId roomId();

  /** What the token said that it was opened with. */
  RoomClaims claims();

  /** Hands a message to the client, or to what acts for it. */
  void deliver(NodeMessage message);

  /**
   * Ends the connection with a code and a reason.
   *
   * @return completes when the connection is closed and the room knows
   */
  Future<Void> close(ErrorCode code, String reason);

  /** Its place in its room, as the room answered; empty before it is in, and after its end. */
  Optional<Participant> place();

  /**
   * Sends the client to another node, as this one is stopping. A client that can resume is asked to
   * go, and may stay until it has; any other is closed.
   *
   * @param withinMs by when it should have gone
   */
  default void sendAway(long withinMs) {
    close(ErrorCode.NOT_READY, SignalingNode.STOPPING);
  }

  /** Gives the client fresh ICE servers, where it has old ones. */
  default void freshenIceServers() {}

  /**
   * Gives the client other ICE servers, where it has those of a relay that is gone or going.
   *
   * @param relayId which relay
   * @param dead whether it serves no more; else it is being drained
   */
  default void onRelayGone(String relayId, boolean dead) {}

  /** How many bytes wait to be sent to the client. Any thread; a moment old. */
  default long waitingBytes() {
    return 0;
  }

  /** Ends the TCP connection without a word. */
  void abort();

  /** Completes when the connection is closed and the room knows. */
  Future<Void> ended();

  /** Asks the client for a sign of life, or ends a connection that gave none. */
  void closeIfSilent(long nowMs, long maxSilenceMs);
}
