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
import dev.otter.signaling.websocket.ClientSocket;
import dev.otter.signaling.websocket.ClientSocketListener;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of the plain dialect, from its upgrade to its end.
 *
 * <ol>
 *   <li>joining: the socket is paused until the room has let it in and the others were told;
 *   <li>joined: each message is read, and routed by its destination; a message without one waits,
 *       the socket paused, for the one look-up that finds the peer;
 *   <li>closed: by the client, or by us with a code; the room lets it go and the others are told.
 * </ol>
 *
 * A message for a peer on this node is written to the peer's socket at once, by {@link #forward},
 * and nothing is made of it on the way. All else is rare or goes to another node, and takes the way
 * of {@link NodeMessage}.
 *
 * <p>All of it runs on the socket's event loop, except {@link #forward}, {@link #deliver}, {@link
 * #close}, {@link #abort} and {@link #closeIfSilent}, which any thread may call. What asks over the
 * bus runs on the Vert.x context of that event loop, so that the answer comes back there.
 */
final class ClientConnection implements ClientSocketListener {

  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  private final ConnectionId id;
  private final RoomId roomId;
  private final ClientSocket socket;
  private final Context context;
  private final SignalingNode node;
  private final Promise<Void> ended = Promise.promise();

  /** What the messages of this connection begin with; this connection's own id is taken from it. */
  private final byte[] head;

  private Future<Room> membership =
      Future.failedFuture(new RefusedException(ErrorCode.ROOM_NOT_FOUND, "not joined yet"));

  /** The peer that a message without destination is for; null until it is known. */
  private ConnectionId peer;

  /** The connection of this node and room that the last message went to; null when none did. */
  private ClientConnection near;

  /** Whether the room is for two, so that "the other one" means somebody; known once joined. */
  private boolean forTwo;

  private boolean closing;
  private volatile boolean gone;
  private volatile long lastHeardMs;

  ClientConnection(
      ConnectionId id, RoomId roomId, ClientSocket socket, Context context, SignalingNode node) {
    this.id = id;
    this.roomId = roomId;
    this.socket = socket;
    this.context = context;
    this.node = node;
    this.head = PlainDialect.head(roomId, id);
    this.lastHeardMs = node.monotonicMs();
  }

  ConnectionId id() {
    return id;
  }

  RoomId roomId() {
    return roomId;
  }

  /** Joins the room and begins to read. */
  void open() {
    node.connections().add(this);
    socket.listen(this);
    if (gone) {
      return;
    }
    if (node.isDraining()) {
      onRefused(new RefusedException(ErrorCode.NOT_READY, SignalingNode.STOPPING));
      return;
    }
    membership = node.rooms().join(roomId, id).compose(this::announce);
    membership.onSuccess(room -> socket.resume()).onFailure(this::refuseConnection);
  }

  /** Tells the others before the first message of this one can reach them. */
  private Future<Room> announce(Room room) {
    forTwo = room.maxParticipants() == Room.MIN_PARTICIPANTS;
    LOG.info("joined roomId={} connectionId={}", roomId, id);
    return Future.join(
            room.others(id).stream()
                .map(other -> node.router().route(new ParticipantJoined(other, roomId, id)))
                .toList())
        .transform(told -> Future.succeededFuture(room));
  }

  /**
   * Hands a message to the client. Any thread. A departure names nobody, so in a room for two one
   * that comes late, for a peer before the present one, must not reach the client.
   */
  void deliver(NodeMessage message) {
    socket.execute(
        () -> {
          if (forTwo && message instanceof ParticipantJoined joined) {
            peer = joined.participant();
          } else if (forTwo && message instanceof ParticipantLeft left) {
            if (peer != null && !peer.equals(left.participant())) {
              return;
            }
            peer = null;
          }
          write(PlainDialect.encode(message));
        });
  }

  /**
   * Hands on the message that the calling thread has just read from a client of this node and room.
   *
   * @param source the sender's head
   */
  private void forward(byte[] source, EnvelopeReader envelope) {
    ByteBuf out = socket.text(PlainDialect.forwardedLength(source, envelope));
    if (out != null) {
      PlainDialect.forward(out, source, head, envelope);
    }
  }

  /**
   * Ends the connection with a code and a reason. Any thread.
   *
   * @return completes when the connection is closed and the room has let it go
   */
  Future<Void> close(ErrorCode code, String reason) {
    socket.execute(() -> refuseConnection(new RefusedException(code, reason)));
    return ended.future();
  }

  /** Ends the connection without a word. Any thread. */
  void abort() {
    socket.abort();
  }

  /** Asks the client for a sign of life, or ends a connection that gave none. Any thread. */
  void closeIfSilent(long nowMs, long maxSilenceMs) {
    socket.execute(
        () -> {
          if (nowMs - lastHeardMs > maxSilenceMs) {
            LOG.info("silent, closing roomId={} connectionId={}", roomId, id);
            closing = true;
            socket.close(CloseReason.NORMAL_CLOSURE, "");
          } else {
            socket.ping();
          }
        });
  }

  @Override
  public void onHeard() {
    lastHeardMs = node.monotonicMs();
  }

  @Override
  public void onRefused(RefusedException refusal) {
    refuseConnection(refusal);
  }

  @Override
  public void onText(byte[] bytes, int length) {
    if (closing) {
      return;
    }
    try {
      EnvelopeReader envelope = EnvelopeReader.ofThisThread();
      envelope.read(bytes, length);
      ClientConnection to = near;
      if (to != null && !to.gone && isFor(to, envelope)) {
        to.forward(head, envelope);
      } else if (envelope.hasDestination()) {
        route(ConnectionId.parse(envelope.destination()), envelope);
      } else if (peer != null) {
        route(Optional.of(peer), envelope);
      } else {
        lookUpAndRoute(envelope);
      }
    } catch (RuntimeException e) {
      refuseConnection(e);
    }
  }

  private boolean isFor(ClientConnection to, EnvelopeReader envelope) {
    if (!envelope.hasDestination()) {
      return to.id.equals(peer);
    }
    int from = PlainDialect.idOffset(to.head);
    return envelope.isFor(to.head, from, from + ConnectionId.LENGTH);
  }

  /** Finds out where the destination is, and remembers it when it is here. */
  private void route(Optional<ConnectionId> destination, EnvelopeReader envelope) {
    Optional<ClientConnection> here =
        destination
            .flatMap(node.connections()::find)
            .filter(connection -> connection.roomId.equals(roomId));
    if (here.isPresent()) {
      near = here.get();
      near.forward(head, envelope);
    } else if (destination.isPresent()) {
      ConnectionId to = destination.get();
      Boolean polite = envelope.polite();
      Buffer payload = payload(envelope);
      context.runOnContext(now -> answerFailure(send(to, polite, payload)));
    } else {
      answer(PeerRouter.unknownDestination());
    }
  }

  private void lookUpAndRoute(EnvelopeReader envelope) {
    Boolean polite = envelope.polite();
    Buffer payload = payload(envelope);
    socket.pause();
    context.runOnContext(
        now -> {
          Future<Delivered> sent =
              node.lookup()
                  .otherParticipant(roomId, id)
                  .compose(
                      found -> {
                        peer = found;
                        return send(found, polite, payload);
                      });
          answerFailure(sent);
          sent.onComplete(done -> socket.resume());
        });
  }

  /** A copy of the payload, which the bytes of the message are too short-lived for. */
  private static Buffer payload(EnvelopeReader envelope) {
    int start = envelope.payloadStart();
    int length = envelope.payloadEnd() - start;
    return Buffer.buffer(length).appendBytes(envelope.json(), start, length);
  }

  private Future<Delivered> send(ConnectionId to, Boolean polite, Buffer payload) {
    return node.router()
        .route(new PeerMessage(to, roomId, id, polite, payload))
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
            answer(refused);
          } else {
            LOG.error("routing failed roomId={} connectionId={}", roomId, id, failure);
            answer(new RefusedException(ErrorCode.INTERNAL, "the message was not routed"));
          }
        });
  }

  private void answer(RefusedException refusal) {
    write(PlainDialect.error(id, refusal));
  }

  private void write(byte[] text) {
    ByteBuf out = socket.text(text.length);
    if (out != null) {
      out.writeBytes(text);
    }
  }

  private void refuseConnection(Throwable failure) {
    if (closing || gone) {
      return;
    }
    closing = true;
    RefusedException refusal =
        failure instanceof RefusedException refused
            ? refused
            : new RefusedException(ErrorCode.INTERNAL, "the server failed; its log has the cause");
    if (refusal != failure) {
      LOG.error("a connection failed roomId={} connectionId={}", roomId, id, failure);
    }
    int closeCode = refusal.code().closeCode().orElse(ErrorCode.INTERNAL.closeCode().orElseThrow());
    LOG.info("closing roomId={} connectionId={} code={}", roomId, id, refusal.code().code());
    socket.close(closeCode, CloseReason.text(refusal));
  }

  @Override
  public void onClosed() {
    closing = true;
    gone = true;
    near = null;
    node.connections().remove(id);
    context.runOnContext(
        now ->
            membership
                .transform(
                    joined ->
                        joined.succeeded() || inDoubt(joined.cause())
                            ? leave()
                            : Future.succeededFuture())
                .onComplete(left -> ended.complete()));
  }

  /** A join that was not answered may still have been done. */
  private static boolean inDoubt(Throwable failure) {
    return !(failure instanceof RefusedException refused)
        || refused.code() == ErrorCode.NOT_READY
        || refused.code() == ErrorCode.INTERNAL;
  }

  private Future<Void> leave() {
    LOG.info("left roomId={} connectionId={}", roomId, id);
    return node.rooms()
        .leave(roomId, id)
        .onFailure(
            failure -> LOG.error("could not leave roomId={} connectionId={}", roomId, id, failure))
        .compose(
            room ->
                Future.join(
                    room.others(id).stream()
                        .map(other -> node.router().route(new ParticipantLeft(other, roomId, id)))
                        .toList()))
        .mapEmpty();
  }
}
