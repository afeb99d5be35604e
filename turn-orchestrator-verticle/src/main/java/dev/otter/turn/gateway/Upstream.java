package dev.otter.turn.gateway;

import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.stun.NoAnswerException;
import dev.otter.turn.stun.StunAttribute;
import dev.otter.turn.stun.StunCodec;
import dev.otter.turn.stun.StunMessage;
import dev.otter.turn.stun.TransactionId;
import dev.otter.turn.stun.TurnRefusedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One allocation on one relay, as its client: a socket of its own, as relays tell sessions apart by
 * the address they come from. Used on the event loop.
 */
final class Upstream implements UdpSockets.Receiver {

  private static final int UNAUTHORIZED = 401;
  private static final int MISMATCH = 437;
  private static final int STALE_NONCE = 438;
  private static final int UDP = 17 << 24;
  private static final int CHANNEL_SHIFT = 16;

  /** On the same machine an answer takes well under a millisecond. */
  private static final int[] RESEND_MS = {100, 200, 400};

  private static final long GIVE_UP_MS = 1_500;

  private final UdpSockets sockets;
  private final RelayPool relays;
  private final RelayAt relay;
  private final InetAddress inside;
  private final Credential credential;
  private final Events events;
  private final Map<TransactionId, Promise<StunMessage>> pending = new HashMap<>();
  private UdpSocket socket;
  private String realm = "";
  private String nonce = "";
  private InetSocketAddress relayed;
  private boolean releasing;
  private boolean over;

  /**
   * Does nothing yet.
   *
   * @param relays who is told when the relay is dead
   * @param relay where
   * @param inside the address to speak from, and the only one that peers have
   * @param credential a fresh one
   * @param events who hears of it
   */
  Upstream(
      UdpSockets sockets,
      RelayPool relays,
      RelayAt relay,
      InetAddress inside,
      Credential credential,
      Events events) {
    this.sockets = sockets;
    this.relays = relays;
    this.relay = relay;
    this.inside = inside;
    this.credential = credential;
    this.events = events;
  }

  /** What an allocation tells. */
  interface Events {
    /**
     * The relay sent channel data or a Data indication; the data is the listener's for the call.
     */
    void fromRelay(ByteBuf data);

    /** The allocation is gone: its relay is, or does not know it. */
    void lost(Upstream which);
  }

  RelayAt relay() {
    return relay;
  }

  /** The relay's relayed address; null before {@link #allocate} is done. */
  InetSocketAddress relayed() {
    return relayed;
  }

  /**
   * Allocates, and lets the gateway's inner address through.
   *
   * @return fails with {@link TurnRefusedException} or {@link NoAnswerException}
   */
  Future<Void> allocate() {
    return connectAndAllocate()
        .recover(
            failure -> {
              // The relay remembers a former socket that had this port by chance: take another.
              boolean other =
                  failure instanceof TurnRefusedException refused && refused.code() == MISMATCH;
              if (!other) {
                return Future.failedFuture(failure);
              }
              socket.close();
              return connectAndAllocate();
            })
        .compose(done -> permit());
  }

  /** Lets the gateway's inner address through for five minutes more. */
  Future<Void> permit() {
    return request(
            StunMessage.CREATE_PERMISSION,
            id -> List.of(peer(new InetSocketAddress(inside, 0), id)))
        .mapEmpty();
  }

  /** Binds a channel, or binds it for longer. */
  Future<Void> bind(int channel, InetSocketAddress peer) {
    return request(
            StunMessage.CHANNEL_BIND,
            id ->
                List.of(
                    StunAttribute.number(StunAttribute.CHANNEL_NUMBER, channel << CHANNEL_SHIFT),
                    peer(peer, id)))
        .mapEmpty();
  }

  /** Keeps the allocation for as long as relays do. */
  Future<Void> refresh() {
    return request(StunMessage.REFRESH, id -> List.of()).mapEmpty();
  }

  /** Sends what a client sent; the data is taken over. */
  void send(ByteBuf data) {
    if (over) {
      data.release();
    } else {
      socket.send(data);
    }
  }

  /** Gives the allocation back, so that the relay does not count it for ten minutes. */
  void release() {
    if (relayed == null || over) {
      abandon();
      return;
    }
    if (releasing) {
      return;
    }
    releasing = true;
    request(StunMessage.REFRESH, id -> List.of(StunAttribute.number(StunAttribute.LIFETIME, 0)))
        .onComplete(done -> abandon());
  }

  /** Lets go of it without a word: the relay is dead. */
  void abandon() {
    over = true;
    if (socket != null) {
      socket.close();
    }
    List.copyOf(pending.values()).forEach(each -> each.tryFail(new NoAnswerException(0)));
    pending.clear();
  }

  @Override
  public void received(ByteBuf data, InetSocketAddress from) {
    if (IndicationBytes.isChannelData(data) || isData(data)) {
      if (!over) {
        events.fromRelay(data);
      }
      return;
    }
    StunCodec.decode(ByteBufUtil.getBytes(data))
        .ifPresent(
            answer -> {
              Promise<StunMessage> asked = pending.remove(answer.transactionId());
              if (asked != null) {
                asked.tryComplete(answer);
              }
            });
  }

  @Override
  public void unreachable() {
    if (over) {
      return;
    }
    boolean had = relayed != null;
    abandon();
    relays.dead(relay);
    if (had) {
      events.lost(this);
    }
  }

  private static boolean isData(ByteBuf data) {
    return data.readableBytes() > 1
        && data.getUnsignedShort(data.readerIndex()) == StunMessage.DATA;
  }

  private Future<Void> connectAndAllocate() {
    return sockets
        .connect(relay.address(), inside, this)
        .compose(
            open -> {
              socket = open;
              return over
                  ? Future.failedFuture(new NoAnswerException(0))
                  : request(
                      StunMessage.ALLOCATE,
                      id -> List.of(StunAttribute.number(StunAttribute.REQUESTED_TRANSPORT, UDP)));
            })
        .compose(
            answer -> {
              Optional<InetSocketAddress> at = answer.address(StunAttribute.XOR_RELAYED_ADDRESS);
              at.ifPresent(address -> relayed = address);
              return at.isPresent()
                  ? Future.succeededFuture()
                  : Future.failedFuture(new TurnRefusedException(0));
            });
  }

  private Future<StunMessage> request(int type, Attributes attributes) {
    return request(type, attributes, true);
  }

  /** The first refusal brings realm and nonce; a nonce that became stale brings the next one. */
  private Future<StunMessage> request(int type, Attributes attributes, boolean mayRepeat) {
    TransactionId id = TransactionId.random();
    List<StunAttribute> all = new ArrayList<>(attributes.of(id));
    boolean first = nonce.isEmpty();
    Optional<byte[]> key = Optional.empty();
    if (!first) {
      all.add(StunAttribute.text(StunAttribute.USERNAME, credential.username()));
      all.add(StunAttribute.text(StunAttribute.REALM, realm));
      all.add(StunAttribute.text(StunAttribute.NONCE, nonce));
      key = Optional.of(StunCodec.longTermKey(credential.username(), realm, credential.password()));
    }
    return ask(id, StunCodec.encode(new StunMessage(type, id, all), key))
        .compose(
            answer -> {
              int code = answer.errorCode();
              if (mayRepeat && code == (first ? UNAUTHORIZED : STALE_NONCE)) {
                realm = answer.text(StunAttribute.REALM).orElse("");
                nonce = answer.text(StunAttribute.NONCE).orElse("");
                return request(type, attributes, false);
              }
              if (code == MISMATCH && relayed != null && !releasing) {
                events.lost(this);
              }
              return answer.isSuccessOf(type)
                  ? Future.succeededFuture(answer)
                  : Future.failedFuture(new TurnRefusedException(code));
            });
  }

  private Future<StunMessage> ask(TransactionId id, byte[] datagram) {
    Promise<StunMessage> answer = Promise.promise();
    pending.put(id, answer);
    send(Unpooled.wrappedBuffer(datagram));
    for (int after : RESEND_MS) {
      sockets.later(
          after,
          () -> {
            if (pending.get(id) == answer) {
              send(Unpooled.wrappedBuffer(datagram));
            }
          });
    }
    sockets.later(
        GIVE_UP_MS,
        () -> {
          if (pending.remove(id, answer)) {
            answer.tryFail(new NoAnswerException(GIVE_UP_MS));
          }
        });
    return answer.future();
  }

  private static StunAttribute peer(InetSocketAddress peer, TransactionId id) {
    return StunAttribute.xorAddress(StunAttribute.XOR_PEER_ADDRESS, peer, id);
  }

  /** Attributes that may depend on the transaction id. */
  @FunctionalInterface
  private interface Attributes {
    List<StunAttribute> of(TransactionId id);
  }
}
