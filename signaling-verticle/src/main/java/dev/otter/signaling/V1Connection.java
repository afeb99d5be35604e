package dev.otter.signaling;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.calls.EndCode;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.quality.QualityReport;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantResumed;
import dev.otter.contract.signaling.PeerMessage;
import dev.otter.contract.signaling.SequenceNotice;
import dev.otter.contract.signaling.SequencedMessage;
import dev.otter.contract.turn.IceServerList;
import dev.otter.signaling.ConnectionCounts.Ending;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of the dialect {@code otter.v1}, from its upgrade to its end.
 *
 * <ol>
 *   <li>hello: it says whether it comes anew or back, within a bound;
 *   <li>entering: nothing is read until the room has let it in; what the others send meanwhile
 *       waits;
 *   <li>in: its messages are routed by id, and what the others send is written;
 *   <li>ended: it left for good, or its place waits for it ({@link V1Membership}).
 * </ol>
 *
 * Numbers are the clients' affair: this class passes them on, keeps no message and counts nothing.
 * All of it runs on the socket's context, except the methods of {@link RoomConnection}, which any
 * thread may call.
 */
final class V1Connection implements RoomConnection {

  private static final Logger LOG = LoggerFactory.getLogger(V1Connection.class);

  /** How much may come from the others while the room lets this one in. */
  private static final int MAX_WAITING = 512;

  /** How much a client may have kept, and sends again after a break. */
  private static final int MAX_RESENT = 256;

  /** Within what time a client that is closed at once should be back. */
  static final long COME_BACK_WITHIN_MS = 1_000;

  private enum Phase {
    HELLO,
    ENTERING,
    IN,
    ENDED
  }

  private final RoomClaims claims;
  private final RoomId roomId;
  private final TextPort port;
  private final Context context;
  private final SignalingNode node;
  private final V1Membership membership;
  private final V1IceServers iceServers;
  private final Queue<NodeMessage> waiting = new ArrayDeque<>();
  private final Promise<Void> ended = Promise.promise();
  private final MessageRate rate;
  private final V1Reports reports;
  private Phase phase = Phase.HELLO;
  private String greeting;
  private PeerRoutes peers;
  private V1Speech speech;
  private boolean sentAway;
  private long helloTimer;
  private long lastHeardMs;

  V1Connection(RoomClaims claims, TextPort port, Context context, SignalingNode node) {
    this.claims = claims;
    this.roomId = claims.roomId();
    this.port = port;
    this.context = context;
    this.node = node;
    this.membership = new V1Membership(node, claims, this);
    this.iceServers =
        new V1IceServers(
            node,
            context,
            claims,
            this::id,
            () -> peers == null ? OptionalInt.empty() : peers.turn(),
            (ice, restart) -> write(V1Dialect.iceServers(ice, restart)));
    this.reports = new V1Reports(node, claims, this::id);
    this.rate = new MessageRate(node.limits().messageRate(), MAX_RESENT, node.monotonicNanos());
  }

  @Override
  public ConnectionId id() {
    return membership.id();
  }

  @Override
  public long life() {
    return membership.life();
  }

  @Override
  public RoomId roomId() {
    return roomId;
  }

  /** Begins to wait for the hello. */
  void open() {
    lastHeardMs = node.monotonicMs();
    node.connections().add(this);
    node.connectionCounts().of(ConnectionCounts.Dialect.OTTER_V1).increment();
    if (node.isDraining()) {
      refuse(new RefusedException(ErrorCode.NOT_READY, SignalingNode.STOPPING));
      return;
    }
    helloTimer =
        context
            .owner()
            .setTimer(
                node.v1Limits().helloTimeout().toMillis(),
                timer ->
                    refuse(
                        new RefusedException(
                            ErrorCode.HELLO_LATE, "the first message must be join or resume")));
  }

  /** The client gave a sign of life. */
  void onSignOfLife() {
    lastHeardMs = node.monotonicMs();
  }

  /** The client sent a text: a whole message, valid UTF-8. */
  void onMessage(byte[] text) {
    if (phase == Phase.ENDED) {
      return;
    }
    if (!node.gate().delivers()) {
      refuse(SignalingNode.cutOff());
      return;
    }
    try {
      V1ClientMessage message = V1MessageReader.read(text);
      if (phase == Phase.HELLO) {
        onHello(message);
      } else {
        onClientMessage(message);
      }
    } catch (RuntimeException e) {
      refuse(e);
    }
  }

  /** The socket is gone; {@code code} is the client's close code, if it sent one. */
  void onClosed(Optional<Integer> code) {
    boolean forGood = code.filter(CloseReason::isOnPurpose).isPresent();
    if (forGood) {
      reports.end(QualityReport.LEFT);
    }
    Ending how = forGood ? Ending.LEFT : Ending.BROKEN;
    end(forGood, node.connectionCounts().of(how), forGood ? EndCode.LEFT : EndCode.LOST);
  }

  private void onHello(V1ClientMessage hello) {
    if (!(hello instanceof V1ClientMessage.Join || hello instanceof V1ClientMessage.Resume)) {
      throw invalid("the first message must be join or resume");
    }
    context.owner().cancelTimer(helloTimer);
    phase = Phase.ENTERING;
    greeting = hello instanceof V1ClientMessage.Resume ? "resumed" : "welcome";
    port.pause();
    Future<Room> entered =
        hello instanceof V1ClientMessage.Resume resume
            ? membership.resume(resume, this::onAnew)
            : membership.join((V1ClientMessage.Join) hello);
    entered
        .compose(room -> iceServers.first(room).map(ice -> enter(room, ice)))
        .onFailure(this::refuse);
  }

  private void onAnew() {
    greeting = "welcome";
    write(V1Dialect.resync());
  }

  private Void enter(Room room, IceServerList ice) {
    if (phase == Phase.ENDED) {
      return null;
    }
    peers = new PeerRoutes(node, roomId, id(), this::tell);
    peers.learn(room);
    speech = new V1Speech(peers, node.connectionCounts(), roomId, id(), this::write);
    phase = Phase.IN;
    Participant me = room.participant(id()).orElseThrow(V1Membership::wentMeanwhile);
    write(V1Dialect.greeting(greeting, roomId, me, room.others(id()), node.v1Limits(), ice));
    while (!waiting.isEmpty()) {
      onNodeMessage(waiting.remove());
    }
    port.resume();
    return null;
  }

  private void onClientMessage(V1ClientMessage message) {
    if (message instanceof V1ClientMessage.ToPeer || message instanceof V1ClientMessage.ToAll) {
      // Acknowledgements are not counted: how many there are is for the others to say.
      rate.take(node.monotonicNanos());
    }
    if (message instanceof V1ClientMessage.Ping) {
      write(V1Dialect.PONG);
    } else if (message instanceof V1ClientMessage.Report report) {
      reports.take(report).ifPresent(refusal -> write(V1Dialect.error(Optional.empty(), refusal)));
    } else if (message instanceof V1ClientMessage.Join
        || message instanceof V1ClientMessage.Resume) {
      throw invalid("this connection has said hello already");
    } else {
      speech.say(message);
    }
  }

  @Override
  public void deliver(NodeMessage message) {
    context.runOnContext(now -> onNodeMessage(message));
  }

  private void onNodeMessage(NodeMessage message) {
    if (phase == Phase.ENTERING) {
      if (waiting.size() < MAX_WAITING) {
        waiting.add(message);
      } else {
        refuse(new RefusedException(ErrorCode.TOO_SLOW, "too much came before it was let in"));
      }
    } else if (phase != Phase.IN) {
      node.counts().dropped(MessageCounts.Drop.NOT_IN);
      LOG.debug("not in, dropped a message roomId={} connectionId={}", roomId, id());
    } else if (message instanceof SequencedMessage sequenced) {
      onPeerMessage(sequenced);
    } else if (message instanceof SequenceNotice) {
      write(V1Dialect.text(message));
    } else if (message instanceof PeerMessage) {
      LOG.warn("a message without a number roomId={} connectionId={}", roomId, id());
    } else if (peers.apply(message)) {
      tell(message);
    }
  }

  private void tell(NodeMessage news) {
    if (news instanceof ParticipantResumed) {
      // The client now sends it all that it has not acknowledged.
      rate.fill(node.monotonicNanos());
    }
    write(V1Dialect.text(news));
  }

  /** Of one whose arrival was lost nothing is handed over before it has been made known. */
  private void onPeerMessage(SequencedMessage message) {
    if (peers.knows(message.source())) {
      write(V1Dialect.text(message));
    } else {
      // Its sender keeps it and sends it again.
      node.counts().dropped(MessageCounts.Drop.STRANGER);
      peers.discover(joined -> write(V1Dialect.text(joined)));
    }
  }

  @Override
  public void sendAway(long withinMs) {
    context.runOnContext(
        now -> {
          if (phase != Phase.ENDED) {
            sentAway = true;
            write(V1Dialect.goAway(withinMs));
          }
        });
  }

  @Override
  public void freshenIceServers() {
    if (iceServers.isDue()) {
      context.runOnContext(now -> iceServers.freshen());
    }
  }

  @Override
  public void onRelayGone(String relayId, boolean dead) {
    context.runOnContext(now -> iceServers.onRelayGone(relayId, dead));
  }

  @Override
  public Optional<Participant> place() {
    return Optional.ofNullable(membership.place());
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
  public long waitingBytes() {
    return port.waitingBytes();
  }

  @Override
  public void abort() {
    port.abort();
  }

  @Override
  public void closeIfSilent(long nowMs, long maxSilenceMs) {
    context.runOnContext(
        now -> {
          if (phase != Phase.ENDED && nowMs - lastHeardMs > maxSilenceMs) {
            LOG.info("silent, closing roomId={} connectionId={}", roomId, id());
            end(false, node.connectionCounts().of(Ending.SILENT), EndCode.SILENT);
            port.close(CloseReason.NORMAL_CLOSURE, "silent for too long");
          } else if (phase != Phase.ENDED) {
            port.ping();
          }
        });
  }

  private void write(String text) {
    if (phase != Phase.ENDED) {
      port.write(text);
    }
  }

  /** Ends the connection with the code of a failure; where coming back helps, its place waits. */
  void refuse(Throwable failure) {
    if (phase == Phase.ENDED) {
      return;
    }
    RefusedException refusal =
        failure instanceof RefusedException refused
            ? refused
            : new RefusedException(ErrorCode.INTERNAL, "the server failed; its log has the cause");
    if (refusal != failure) {
      LOG.error("a connection failed roomId={} connectionId={}", roomId, id(), failure);
    }
    ErrorCode code = refusal.code();
    LOG.info("closing roomId={} connectionId={} code={}", roomId, id(), code.code());
    boolean forGood = !code.reconnect();
    if (phase != Phase.IN) {
      node.calls().refused(roomId, code);
    }
    if (forGood) {
      reports.end(code.code());
    }
    if (code == ErrorCode.NOT_READY && !sentAway) {
      port.write(V1Dialect.goAway(COME_BACK_WITHIN_MS));
    } else if (code != ErrorCode.NOT_READY && code != ErrorCode.TOO_SLOW) {
      port.write(V1Dialect.error(Optional.empty(), refusal));
    }
    end(forGood, node.connectionCounts().of(code), code.code());
    port.close(
        code.closeCode().orElse(ErrorCode.INTERNAL.closeCode().orElseThrow()),
        CloseReason.text(refusal));
  }

  private void end(boolean forGood, LongAdder counted, String why) {
    if (phase == Phase.ENDED) {
      return;
    }
    counted.increment();
    phase = Phase.ENDED;
    iceServers.end();
    context.owner().cancelTimer(helloTimer);
    waiting.clear();
    node.connections().remove(this);
    membership.end(forGood, why).onComplete(done -> ended.complete());
  }

  private static RefusedException invalid(String rule) {
    return new RefusedException(ErrorCode.MESSAGE_INVALID, rule);
  }
}
