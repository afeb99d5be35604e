package dev.otter.turn.gateway;

import dev.otter.turn.stun.TransactionId;
import dev.otter.turn.stun.TurnRefusedException;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One client's relayed address: what belongs to it and outlives its relay, and the way of each
 * datagram. Used on the event loop.
 */
final class GatewaySession implements Upstream.Events, UdpSockets.Receiver {

  /** How long an allocation lives without a refresh, and a channel without being bound again. */
  static final int LIFETIME_SECONDS = 600;

  private static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(LIFETIME_SECONDS);
  private static final long PERMIT_EVERY_NANOS = TimeUnit.MINUTES.toNanos(4);

  private final GatewayParts parts;
  private final UdpSocket front;
  private final InetSocketAddress client;
  private final Identity identity;
  private final TransactionId allocatedBy;
  private final Permissions permissions;
  private final PeerSlots peers = new PeerSlots();
  private final Map<Integer, Channel> channels = new HashMap<>();
  private final Map<InetSocketAddress, Integer> channelOf = new HashMap<>();
  private final HeldDatagrams held = new HeldDatagrams();
  private byte[] allocated = {};
  private UdpSocket outside;
  private InetSocketAddress relayed;
  private Upstream upstream;
  private long end;
  private long permitAt;
  private boolean moving = true;
  private boolean closed;

  /**
   * A session that has nothing yet.
   *
   * @param front where its client's datagrams come and go
   * @param allocatedBy the request that made it: the same one again is answered again
   */
  GatewaySession(
      GatewayParts parts,
      UdpSocket front,
      InetSocketAddress client,
      Identity identity,
      TransactionId allocatedBy) {
    this.parts = parts;
    this.front = front;
    this.client = client;
    this.identity = identity;
    this.allocatedBy = allocatedBy;
    this.permissions = new Permissions(parts.limits().permissions());
    this.end = parts.now() + LIFETIME_NANOS;
  }

  /** A peer behind a channel, and until when. */
  private record Channel(InetSocketAddress peer, int slot, long end) {}

  InetSocketAddress client() {
    return client;
  }

  Identity identity() {
    return identity;
  }

  TransactionId allocatedBy() {
    return allocatedBy;
  }

  /** The relayed address that peers know. */
  InetSocketAddress relayed() {
    return relayed;
  }

  /** What its allocation was answered with; empty while it was not. */
  byte[] allocated() {
    return allocated;
  }

  /** Whether it is between two relays: what is asked of it meanwhile has to be asked again. */
  boolean moving() {
    return moving;
  }

  boolean isOn(RelayAt relay) {
    return upstream != null && upstream.relay().equals(relay);
  }

  boolean over(long now) {
    return end - now <= 0;
  }

  /** Opens it: a relayed address outside and an allocation on a relay. */
  Future<InetSocketAddress> open(RelayAt relay) {
    Upstream first = parts.upstream(relay, identity.participant(), this);
    return parts
        .ports()
        .open(this)
        .compose(
            socket -> {
              outside = socket;
              int port = socket.local().getPort();
              relayed = new InetSocketAddress(parts.reach().publicAddress(), port);
              parts.table().port(port, this);
              return first.allocate();
            })
        .compose(
            done -> {
              if (closed) {
                return Future.failedFuture("the session has ended meanwhile");
              }
              onto(first);
              return Future.succeededFuture(relayed);
            })
        .onFailure(
            failure -> {
              first.release();
              close();
            });
  }

  void answered(byte[] answer) {
    allocated = answer;
  }

  /** Keeps it for as long again. */
  Future<Void> refresh() {
    end = parts.now() + LIFETIME_NANOS;
    return upstream.refresh();
  }

  /** Lets peers through; false when there would be too many. */
  boolean permit(Collection<InetAddress> addresses) {
    return permissions.add(addresses, parts.now());
  }

  /** Whether a channel may lead to a peer: neither leads elsewhere, nor another one there. */
  boolean mayBind(int channel, InetSocketAddress peer) {
    Channel bound = channels.get(channel);
    Integer other = channelOf.get(peer);
    return (bound == null || bound.peer.equals(peer)) && (other == null || other == channel);
  }

  /**
   * Binds a channel, which also lets the peer through.
   *
   * @return fails with a {@link TurnRefusedException}
   */
  Future<Void> bind(int channel, InetSocketAddress peer) {
    int slot = peers.pin(peer, parts.now());
    if (slot == PeerSlots.NONE) {
      return Future.failedFuture(new TurnRefusedException(Answers.INSUFFICIENT_CAPACITY));
    }
    return upstream
        .bind(channel, parts.proxies().address(slot))
        .onSuccess(
            done -> {
              channels.put(channel, new Channel(peer, slot, parts.now() + LIFETIME_NANOS));
              channelOf.put(peer, channel);
            });
  }

  /** Channel data of the client. */
  void toRelay(ByteBuf data) {
    if (moving) {
      hold(data, null);
    } else {
      parts.counts().passed(GatewayCounts.Way.UP, data.readableBytes());
      upstream.send(data.retain());
    }
  }

  /** A Send indication of the client. */
  void toRelayBySend(ByteBuf data, int peerOffset) {
    InetSocketAddress peer = IndicationBytes.peer(data, peerOffset);
    long now = parts.now();
    if (!permissions.has(peer.getAddress(), now)) {
      parts.counts().drop(DropReason.NO_PERMISSION);
    } else if (moving) {
      hold(data, null);
    } else {
      int slot = peers.take(peer, now);
      IndicationBytes.writePeer(data, peerOffset, parts.proxies().address(slot));
      toRelay(data);
    }
  }

  /** The relay has something for the client. */
  @Override
  public void fromRelay(ByteBuf data) {
    if (!IndicationBytes.isChannelData(data)) {
      int offset = IndicationBytes.peerOffset(data);
      int slot =
          offset < 0 ? PeerSlots.NONE : parts.proxies().slotOf(IndicationBytes.port(data, offset));
      InetSocketAddress peer = slot == PeerSlots.NONE ? null : peers.at(slot);
      if (peer == null) {
        parts.counts().drop(DropReason.MALFORMED);
        return;
      }
      IndicationBytes.writePeer(data, offset, peer);
    }
    parts.counts().passed(GatewayCounts.Way.DOWN, data.readableBytes());
    front.send(data.retain(), client);
  }

  /** The relay has something for a peer. */
  void toPeer(int slot, ByteBuf data) {
    InetSocketAddress peer = peers.at(slot);
    if (peer == null || !permissions.has(peer.getAddress(), parts.now())) {
      parts.counts().drop(DropReason.NO_PERMISSION);
      return;
    }
    GatewaySession other = parts.reach().isOwn(peer) ? parts.table().ofPort(peer.getPort()) : null;
    if (other != null) {
      parts.counts().passed(GatewayCounts.Way.HANDED_OVER, data.readableBytes());
      other.fromPeer(data, relayed);
    } else if (parts.reach().isOutside(peer.getAddress())) {
      parts.counts().passed(GatewayCounts.Way.OUT, data.readableBytes());
      outside.send(data.retain(), peer);
    } else {
      parts.counts().drop(DropReason.FORBIDDEN_PEER);
    }
  }

  /** A peer outside sent something to the relayed address. */
  @Override
  public void received(ByteBuf data, InetSocketAddress from) {
    if (!parts.reach().isOutside(from.getAddress())) {
      // Sessions are handed over inside: from outside nobody has the gateway's own address.
      parts.counts().drop(DropReason.FORBIDDEN_PEER);
      return;
    }
    parts.counts().passed(GatewayCounts.Way.IN, data.readableBytes());
    fromPeer(data, from);
  }

  /** What became of its relay. */
  @Override
  public void lost(Upstream which) {
    if (which == upstream) {
      move();
    }
  }

  /** Goes to another relay; peers and client see the same addresses. */
  void move() {
    if (moving || closed) {
      return;
    }
    moving = true;
    Upstream old = upstream;
    off(old);
    new SessionMove(parts, identity.participant(), this)
        .begin(this::bindAll)
        .onSuccess(
            next -> {
              if (closed) {
                next.release();
                return;
              }
              onto(next);
              held.drain(this::again);
            })
        .onFailure(failure -> close());
    old.release();
  }

  /** Keeps what relays would forget. */
  void keep(long now) {
    channels.values().removeIf(channel -> gone(channel, now));
    if (!moving && permitAt - now <= 0) {
      permitAt = now + PERMIT_EVERY_NANOS;
      upstream.permit().onFailure(failure -> permitAt = parts.now());
    }
  }

  /** Ends it. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    parts.table().remove(this);
    if (outside != null) {
      parts.table().port(outside.local().getPort(), null);
      parts.ports().close(outside);
    }
    if (upstream != null && !moving) {
      off(upstream);
      upstream.release();
    }
    moving = true;
    held.drain((data, from) -> parts.counts().drop(DropReason.NO_SESSION));
  }

  private void fromPeer(ByteBuf data, InetSocketAddress from) {
    long now = parts.now();
    if (!permissions.has(from.getAddress(), now)) {
      parts.counts().drop(DropReason.NO_PERMISSION);
    } else if (moving) {
      hold(data, from);
    } else {
      parts.proxies().send(peers.take(from, now), data.retain(), upstream.relayed());
    }
  }

  private Future<Void> bindAll(Upstream next) {
    return Future.all(
            channels.entrySet().stream()
                .map(
                    each -> next.bind(each.getKey(), parts.proxies().address(each.getValue().slot)))
                .toList())
        .mapEmpty();
  }

  private void onto(Upstream next) {
    upstream = next;
    parts.table().upstream(next.relayed(), this);
    parts.relays().joined(next.relay().id());
    permitAt = parts.now() + PERMIT_EVERY_NANOS;
    moving = false;
  }

  private void off(Upstream old) {
    parts.table().upstreamGone(old.relayed(), this);
    parts.relays().left(old.relay().id());
  }

  private void hold(ByteBuf data, InetSocketAddress peer) {
    if (closed || !held.add(data, peer)) {
      parts.counts().drop(DropReason.MOVING);
    }
  }

  /** What was held: of the client, or of a peer. */
  private void again(ByteBuf data, InetSocketAddress peer) {
    if (peer != null) {
      fromPeer(data, peer);
    } else if (IndicationBytes.isChannelData(data)) {
      toRelay(data);
    } else {
      toRelayBySend(data, IndicationBytes.peerOffset(data));
    }
  }

  private boolean gone(Channel channel, long now) {
    return channel.end - now <= 0 && channelOf.remove(channel.peer) != null;
  }
}
