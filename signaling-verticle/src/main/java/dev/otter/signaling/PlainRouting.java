package dev.otter.signaling;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.signaling.Delivered;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.PeerMessage;
import dev.otter.signaling.MessageCounts.Kind;
import dev.otter.signaling.MessageCounts.Result;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the messages of one client of the plain dialect go. One for a plain peer on this node is
 * written to the peer's socket at once, and nothing is made of it on the way. All else is rare or
 * goes to another node, and takes the way of {@link NodeMessage} through {@link PlainBridge}.
 * Belongs to one connection and its context.
 */
final class PlainRouting {

  private static final Logger LOG = LoggerFactory.getLogger(PlainRouting.class);

  private final ClientConnection client;
  private final ConnectionId id;
  private final RoomId roomId;
  private final SignalingNode node;
  private final PlainBridge bridge;

  /** The peer that a message without destination is for; null until it is known. */
  private ConnectionId peer;

  /** The plain connection of this node and room that the last message went to; null if none did. */
  private ClientConnection near;

  /** Whether the room is for two, so that "the other one" means somebody; known once joined. */
  private boolean forTwo;

  PlainRouting(ClientConnection client, SignalingNode node) {
    this.client = client;
    this.id = client.id();
    this.roomId = client.roomId();
    this.node = node;
    this.bridge =
        new PlainBridge(
            node,
            roomId,
            id,
            joined -> shown(joined).ifPresent(client::write),
            () -> client.tell(PeerRouter.unknownDestination()));
  }

  /**
   * Learns who is in; what was told of them meanwhile stays. In a room for more than two the client
   * is told, as nothing else would tell it.
   */
  void learn(Room room) {
    forTwo = room.maxParticipants() == Room.MIN_PARTICIPANTS;
    List<ConnectionId> there = bridge.learn(room);
    if (!forTwo) {
      there.forEach(other -> client.write(PlainDialect.present(id, other)));
    }
  }

  /**
   * Takes what came for the client. A departure names nobody, so in a room for two one that comes
   * late, for a peer before the present one, must not reach the client.
   *
   * @return what the client is to be told of it, as UTF-8; empty when it is not
   */
  Optional<byte[]> receive(NodeMessage message) {
    return bridge.receive(message).flatMap(this::shown);
  }

  private Optional<byte[]> shown(NodeMessage message) {
    if (!concernsClient(message)) {
      return Optional.empty();
    }
    return Optional.of(
        !forTwo && message instanceof ParticipantLeft left
            ? PlainDialect.departureOf(left)
            : PlainDialect.encode(message));
  }

  private boolean concernsClient(NodeMessage message) {
    if (forTwo && message instanceof ParticipantJoined joined) {
      peer = joined.participant();
    } else if (forTwo && message instanceof ParticipantLeft left) {
      if (peer != null && !peer.equals(left.participant())) {
        return false;
      }
      peer = null;
    }
    return true;
  }

  /** Sends again what peers have not acknowledged. */
  void resendAll() {
    bridge.resendAll();
  }

  /** Lets go of the peer: nothing goes there any more. */
  void close() {
    near = null;
  }

  /** Sends the message that the calling thread has just read. */
  void send(EnvelopeReader envelope) {
    ClientConnection to = near;
    if (to != null && !to.isGone() && isFor(to, envelope)) {
      to.forward(client, envelope);
      node.counts().routed(Kind.PLAIN, Result.HERE);
    } else if (envelope.hasDestination()) {
      route(ConnectionId.parse(envelope.destination()), envelope);
    } else if (peer != null) {
      route(Optional.of(peer), envelope);
    } else {
      lookUpAndRoute(envelope);
    }
  }

  private boolean isFor(ClientConnection to, EnvelopeReader envelope) {
    return envelope.hasDestination() ? to.isDestinationOf(envelope) : to.id().equals(peer);
  }

  /** Finds out where the destination is, and remembers it when it is here. */
  private void route(Optional<ConnectionId> destination, EnvelopeReader envelope) {
    Optional<ClientConnection> here = destination.flatMap(this::plainPeerHere);
    if (here.isPresent()) {
      near = here.get();
      near.forward(client, envelope);
      node.counts().routed(Kind.PLAIN, Result.HERE);
    } else if (destination.isPresent()) {
      answerFailure(send(destination.get(), envelope.polite(), payload(envelope)));
    } else {
      node.counts().routed(Kind.PLAIN, Result.REFUSED);
      client.tell(PeerRouter.unknownDestination());
    }
  }

  private Optional<ClientConnection> plainPeerHere(ConnectionId peerId) {
    return node.connections()
        .find(peerId)
        .filter(found -> found.roomId().equals(roomId))
        .filter(ClientConnection.class::isInstance)
        .map(ClientConnection.class::cast);
  }

  private void lookUpAndRoute(EnvelopeReader envelope) {
    Boolean polite = envelope.polite();
    Buffer payload = payload(envelope);
    client.pause();
    Future<Delivered> sent =
        node.lookup()
            .otherParticipant(roomId, id)
            .onFailure(nobody -> node.counts().routed(Kind.PLAIN, Result.REFUSED))
            .compose(
                found -> {
                  peer = found;
                  return send(found, polite, payload);
                });
    answerFailure(sent);
    sent.onComplete(done -> client.resume());
  }

  /** A copy of the payload, which the bytes of the message are too short-lived for. */
  private static Buffer payload(EnvelopeReader envelope) {
    int start = envelope.payloadStart();
    int length = envelope.payloadEnd() - start;
    return Buffer.buffer(length).appendBytes(envelope.json(), start, length);
  }

  private Future<Delivered> send(ConnectionId to, Boolean polite, Buffer payload) {
    return bridge
        .send(new PeerMessage(to, roomId, id, polite, payload))
        .onFailure(
            failure -> {
              if (to.equals(peer)) {
                peer = null;
              }
            });
  }

  private void answerFailure(Future<Delivered> sent) {
    sent.onFailure(
        failure -> {
          if (failure instanceof RefusedException refused) {
            client.tell(refused);
          } else {
            LOG.error("routing failed roomId={} connectionId={}", roomId, id, failure);
            client.tell(new RefusedException(ErrorCode.INTERNAL, "the message was not routed"));
          }
        });
  }
}
