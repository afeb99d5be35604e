package dev.otter.signaling;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.calls.CallEventType;
import dev.otter.contract.calls.EndCode;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.LeaveRoom;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.signaling.websocket.ClientSocket;
import dev.otter.signaling.websocket.ClientSocketListener;
import dev.otter.signaling.websocket.OnContext;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of the plain dialect, from its upgrade to its end.
 *
 * <ol>
 *   <li>joining: the socket is paused until the room has let it in and the others were told;
 *   <li>joined: each message is read, and routed by its destination ({@link PlainRouting}); a
 *       message without one waits, the socket paused, for the one look-up that finds the peer;
 *   <li>closed: by the client, or by us with a code; the room lets it go and the others are told.
 * </ol>
 *
 * All of it runs on the socket's context, except {@link #forward}, {@link #deliver}, {@link #close}
 * and {@link #closeIfSilent}, which any thread may call.
 */
final class ClientConnection implements RoomConnection, ClientSocketListener {

  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  private final ConnectionId id;
  private final RoomClaims claims;
  private final RoomId roomId;
  private final ClientSocket socket;
  private final Context context;
  private final OnContext onContext;
  private final SignalingNode node;
  private final MessageRate rate;
  private final PlainRouting routing;
  private final Promise<Void> ended = Promise.promise();

  /** What the messages of this connection begin with; this connection's own id is taken from it. */
  private final byte[] head;

  private Future<Room> membership = Future.failedFuture("not joined yet");
  private volatile Participant place;
  private boolean closing;

  /** Why it ends, where this side ends it. */
  private Optional<String> endCode = Optional.empty();

  private volatile boolean gone;
  private volatile long lastHeardMs;

  ClientConnection(
      ConnectionId id,
      RoomClaims claims,
      ClientSocket socket,
      Context context,
      SignalingNode node) {
    this.id = id;
    this.claims = claims;
    this.roomId = claims.roomId();
    this.socket = socket;
    this.context = context;
    this.onContext = new OnContext(context, this);
    this.node = node;
    this.rate = new MessageRate(node.limits().messageRate(), 0, node.monotonicNanos());
    this.head = PlainDialect.head(roomId, id);
    this.routing = new PlainRouting(this, node);
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
    node.connections().add(this);
    node.connectionCounts().of(ConnectionCounts.Dialect.PLAIN).increment();
    socket.listen(onContext);
    if (gone) {
      return;
    }
    if (node.isDraining()) {
      refuse(new RefusedException(ErrorCode.NOT_READY, SignalingNode.STOPPING));
      return;
    }
    long began = node.tracing().now();
    membership =
        node.rooms()
            .join(JoinRoom.of(claims, id, null, life()))
            .compose(joined -> announce(joined.room()))
            .onSuccess(room -> node.joining(room, began).end());
    membership.onSuccess(room -> socket.resume()).onFailure(this::refuse);
  }

  /** Tells the others before the first message of this one can reach them. */
  private Future<Room> announce(Room room) {
    place = room.participant(id).orElse(null);
    routing.learn(room);
    LOG.info("joined roomId={} connectionId={}", roomId, id);
    node.calls().tell(roomId, CallEventType.JOINED, id, null);
    return node.router().tellArrived(room, id).map(room);
  }

  /**
   * Hands a message to the client. Any thread. As {@link #forward} does, it writes at once where it
   * can: a message that took this way must not be overtaken by one that follows it on the other.
   */
  @Override
  public void deliver(NodeMessage message) {
    onContext.execute(() -> routing.receive(message).ifPresent(this::write));
  }

  /**
   * Hands on the message that the calling thread has just read from another client of this node and
   * room.
   */
  void forward(ClientConnection from, EnvelopeReader envelope) {
    ByteBuf out = socket.text(PlainDialect.forwardedLength(from.head, envelope));
    if (out != null) {
      PlainDialect.forward(out, from.head, head, envelope);
    }
  }

  /** Whether the message that the calling thread has just read names this connection. */
  boolean isDestinationOf(EnvelopeReader envelope) {
    int from = PlainDialect.idOffset(head);
    return envelope.isFor(head, from, from + ConnectionId.LENGTH);
  }

  /** Whether its socket has ended. Any thread. */
  boolean isGone() {
    return gone;
  }

  @Override
  public Optional<Participant> place() {
    return Optional.ofNullable(place);
  }

  @Override
  public Future<Void> ended() {
    return ended.future();
  }

  @Override
  public RoomClaims claims() {
    return claims;
  }

  @Override
  public Future<Void> close(ErrorCode code, String reason) {
    context.runOnContext(now -> refuse(new RefusedException(code, reason)));
    return ended.future();
  }

  @Override
  public void closeIfSilent(long nowMs, long maxSilenceMs) {
    context.runOnContext(
        now -> {
          if (nowMs - lastHeardMs > maxSilenceMs) {
            LOG.info("silent, closing roomId={} connectionId={}", roomId, id);
            ended(ConnectionCounts.Ending.SILENT);
            closing = true;
            endCode = Optional.of(EndCode.SILENT);
            socket.close(CloseReason.NORMAL_CLOSURE, "");
          } else {
            socket.ping();
            routing.resendAll();
          }
        });
  }

  @Override
  public long waitingBytes() {
    return socket.waitingBytes();
  }

  @Override
  public void abort() {
    socket.abort();
  }

  /** Reads nothing from the client until {@link #resume}. */
  void pause() {
    socket.pause();
  }

  /** Reads again. */
  void resume() {
    socket.resume();
  }

  @Override
  public void onHeard() {
    lastHeardMs = node.monotonicMs();
  }

  @Override
  public void onRefused(RefusedException refusal) {
    refuse(refusal);
  }

  @Override
  public void onText(byte[] bytes, int length) {
    if (closing) {
      return;
    }
    if (!node.gate().delivers()) {
      refuse(SignalingNode.cutOff());
      return;
    }
    try {
      EnvelopeReader envelope = EnvelopeReader.ofThisThread();
      envelope.read(bytes, length);
      rate.take(node.monotonicNanos());
      routing.send(envelope);
    } catch (RuntimeException e) {
      refuse(e);
    }
  }

  /** Answers a message that could not be routed. */
  void tell(RefusedException refusal) {
    write(PlainDialect.error(id, refusal));
  }

  /** Sends a text of ours. */
  void write(byte[] text) {
    ByteBuf out = socket.text(text.length);
    if (out != null) {
      out.writeBytes(text);
    }
  }

  private void refuse(Throwable failure) {
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
    node.connectionCounts().of(refusal.code()).increment();
    int closeCode = refusal.code().closeCode().orElse(ErrorCode.INTERNAL.closeCode().orElseThrow());
    LOG.info("closing roomId={} connectionId={} code={}", roomId, id, refusal.code().code());
    endCode = Optional.of(refusal.code().code());
    if (!membership.succeeded()) {
      node.calls().refused(roomId, refusal.code());
    }
    socket.close(closeCode, CloseReason.text(refusal));
  }

  @Override
  public void onClosed(OptionalInt clientCode) {
    ended(clientCode.isPresent() ? ConnectionCounts.Ending.LEFT : ConnectionCounts.Ending.BROKEN);
    closing = true;
    gone = true;
    String why =
        endCode.orElse(
            clientCode.stream().anyMatch(CloseReason::isOnPurpose) ? EndCode.LEFT : EndCode.LOST);
    routing.close();
    place = null;
    node.connections().remove(this);
    membership
        .transform(
            joined ->
                joined.succeeded() || inDoubt(joined.cause())
                    ? leave(why)
                    : Future.succeededFuture())
        .onComplete(left -> ended.complete());
  }

  /** Counts an end that is not counted yet. */
  private void ended(ConnectionCounts.Ending how) {
    if (!closing) {
      node.connectionCounts().of(how).increment();
    }
  }

  /** A join that was not answered may still have been done. */
  private static boolean inDoubt(Throwable failure) {
    return !(failure instanceof RefusedException refused)
        || refused.code() == ErrorCode.NOT_READY
        || refused.code() == ErrorCode.INTERNAL;
  }

  private Future<Void> leave(String why) {
    if (!node.gate().decides()) {
      return Future.succeededFuture();
    }
    LOG.info("left roomId={} connectionId={}", roomId, id);
    node.calls().tell(roomId, CallEventType.LEFT, id, why);
    return node.rooms()
        .leave(new LeaveRoom(roomId, id, life()))
        .onFailure(
            failure -> LOG.error("could not leave roomId={} connectionId={}", roomId, id, failure))
        .compose(
            room ->
                node.router()
                    .tellOthers(room, id, other -> new ParticipantLeft(other, roomId, id)));
  }
}
