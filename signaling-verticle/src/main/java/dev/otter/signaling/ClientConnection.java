package dev.otter.signaling;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.LeaveRoom;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.signaling.Delivered;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.PeerMessage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
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
 * All of it runs on the socket's context, except {@link #deliver}, {@link #close} and {@link
 * #closeIfSilent}, which any thread may call.
 */
final class ClientConnection implements RoomConnection {

  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  private final ConnectionId id;
  private final RoomClaims claims;
  private final RoomId roomId;
  private final ServerWebSocket socket;
  private final Context context;
  private final SignalingNode node;
  private final TextMessageAssembler assembler;
  private final MessageRate rate;
  private final Promise<Void> ended = Promise.promise();
  private final PlainBridge bridge;
  private Future<Room> membership = Future.failedFuture("not joined yet");

  /** The peer that a message without destination is for; null until it is known. */
  private ConnectionId peer;

  /** Whether the room is for two, so that "the other one" means somebody; known once joined. */
  private boolean forTwo;

  private volatile Participant place;
  private boolean closing;
  private volatile long lastHeardMs;

  ClientConnection(
      ConnectionId id,
      RoomClaims claims,
      ServerWebSocket socket,
      Context context,
      SignalingNode node) {
    this.id = id;
    this.claims = claims;
    this.roomId = claims.roomId();
    this.socket = socket;
    this.context = context;
    this.node = node;
    this.assembler = new TextMessageAssembler(node.limits().messageBytes());
    this.rate = new MessageRate(node.limits().messageRate(), 0, node.monotonicNanos());
    this.bridge =
        new PlainBridge(
            node, roomId, id, () -> write(PlainDialect.error(id, PeerRouter.unknownDestination())));
    this.lastHeardMs = node.monotonicMs();
  }

  @Override
  public ConnectionId id() {
    return id;
  }

  @Override
  public RoomId roomId() {
    return roomId;
  }

  /** Joins the room and begins to read. */
  void open() {
    socket.pause();
    socket.frameHandler(this::onFrame);
    socket.pongHandler(pong -> lastHeardMs = node.monotonicMs());
    socket.exceptionHandler(failure -> LOG.debug("socket failed connectionId={}", id, failure));
    socket.closeHandler(closed -> onClosed());
    int outboundBytes = node.limits().outboundBytes();
    socket.setWriteQueueMaxSize(outboundBytes == 0 ? Integer.MAX_VALUE : outboundBytes);
    node.connections().add(this);
    membership =
        node.rooms().join(new JoinRoom(roomId, id, claims.subject(), null)).compose(this::announce);
    membership.onSuccess(room -> socket.resume()).onFailure(this::refuseConnection);
  }

  /** Tells the others before the first message of this one can reach them. */
  private Future<Room> announce(Room room) {
    place = room.participant(id).orElse(null);
    bridge.learn(room);
    forTwo = room.maxParticipants() == Room.MIN_PARTICIPANTS;
    LOG.info("joined roomId={} connectionId={}", roomId, id);
    return node.router()
        .tellOthers(room, id, other -> new ParticipantJoined(other, roomId, id, false))
        .map(room);
  }

  /**
   * Hands a message to the client. Any thread. A departure names nobody, so in a room for two one
   * that comes late, for a peer before the present one, must not reach the client.
   */
  @Override
  public void deliver(NodeMessage message) {
    context.runOnContext(now -> bridge.receive(message).ifPresent(this::tell));
  }

  private void tell(NodeMessage message) {
    if (forTwo && message instanceof ParticipantJoined joined) {
      peer = joined.participant();
    } else if (forTwo && message instanceof ParticipantLeft left) {
      if (peer != null && !peer.equals(left.participant())) {
        return;
      }
      peer = null;
    }
    write(PlainDialect.text(message));
  }

  @Override
  public Optional<Participant> place() {
    return Optional.ofNullable(place);
  }

  @Override
  public Future<Void> ended() {
    return ended.future();
  }

  /**
   * Ends the connection with a code and a reason. Any thread.
   *
   * @return completes when the connection is closed and the room has let it go
   */
  @Override
  public Future<Void> close(ErrorCode code, String reason) {
    context.runOnContext(now -> refuseConnection(new RefusedException(code, reason)));
    return ended.future();
  }

  /** Asks the client for a sign of life, or ends a connection that gave none. Any thread. */
  @Override
  public void closeIfSilent(long nowMs, long maxSilenceMs) {
    context.runOnContext(
        now -> {
          if (nowMs - lastHeardMs > maxSilenceMs) {
            LOG.info("silent, closing roomId={} connectionId={}", roomId, id);
            socket.close();
          } else if (!socket.isClosed()) {
            socket.writePing(Buffer.buffer());
            bridge.resendAll();
          }
        });
  }

  private void onFrame(WebSocketFrame frame) {
    lastHeardMs = node.monotonicMs();
    boolean data = frame.isText() || frame.isBinary() || frame.isContinuation();
    if (closing || !data) {
      return;
    }
    if (!node.gate().delivers()) {
      refuseConnection(SignalingNode.cutOff());
      return;
    }
    try {
      assembler.add(frame).map(EnvelopeReader::read).ifPresent(this::onEnvelope);
    } catch (RuntimeException e) {
      refuseConnection(e);
    }
  }

  private void onEnvelope(Envelope envelope) {
    rate.take(node.monotonicNanos());
    if (envelope.destination() != null) {
      answerFailure(send(ConnectionId.parse(envelope.destination()), envelope));
    } else if (peer != null) {
      answerFailure(send(Optional.of(peer), envelope));
    } else {
      socket.pause();
      Future<Delivered> sent =
          node.lookup()
              .otherParticipant(roomId, id)
              .compose(
                  found -> {
                    peer = found;
                    return send(Optional.of(found), envelope);
                  });
      answerFailure(sent);
      sent.onComplete(done -> socket.resume());
    }
  }

  private Future<Delivered> send(Optional<ConnectionId> destination, Envelope envelope) {
    if (destination.isEmpty()) {
      return Future.failedFuture(PeerRouter.unknownDestination());
    }
    ConnectionId to = destination.get();
    return bridge
        .send(new PeerMessage(to, roomId, id, envelope.polite(), envelope.payload()))
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
            write(PlainDialect.error(id, refused));
          } else {
            LOG.error("routing failed roomId={} connectionId={}", roomId, id, failure);
            write(
                PlainDialect.error(
                    id, new RefusedException(ErrorCode.INTERNAL, "the message was not routed")));
          }
        });
  }

  private void write(String text) {
    if (closing || socket.isClosed()) {
      return;
    }
    if (socket.writeQueueFull()) {
      refuseConnection(
          new RefusedException(ErrorCode.TOO_SLOW, "the client does not read what it is sent"));
      return;
    }
    socket.writeFinalTextFrame(text);
  }

  private void refuseConnection(Throwable failure) {
    if (closing || socket.isClosed()) {
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
    socket.resume();
    socket.close((short) closeCode, CloseReason.text(refusal));
  }

  private void onClosed() {
    closing = true;
    place = null;
    node.connections().remove(this);
    membership
        .transform(
            joined ->
                joined.succeeded() || inDoubt(joined.cause()) ? leave() : Future.succeededFuture())
        .onComplete(left -> ended.complete());
  }

  /** A join that was not answered may still have been done. */
  private static boolean inDoubt(Throwable failure) {
    return !(failure instanceof RefusedException refused)
        || refused.code() == ErrorCode.NOT_READY
        || refused.code() == ErrorCode.INTERNAL;
  }

  private Future<Void> leave() {
    if (!node.gate().decides()) {
      return Future.succeededFuture();
    }
    LOG.info("left roomId={} connectionId={}", roomId, id);
    return node.rooms()
        .leave(new LeaveRoom(roomId, id, null))
        .onFailure(
            failure -> LOG.error("could not leave roomId={} connectionId={}", roomId, id, failure))
        .compose(
            room ->
                node.router()
                    .tellOthers(room, id, other -> new ParticipantLeft(other, roomId, id)));
  }
}
