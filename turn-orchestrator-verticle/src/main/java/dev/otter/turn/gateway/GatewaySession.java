package dev.otter.turn.gateway;

import dev.otter.contract.bus.WireJson;
import dev.otter.turn.stun.TransactionId;
import dev.otter.turn.stun.TurnRefusedException;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * One client's relayed address: what belongs to it and outlives its relay and its node. Used on the
 * event loop.
 */
final class GatewaySession implements Upstream.Events, UdpSockets.Receiver {

  /** How long an allocation lives without a refresh, and a channel without being bound again. */
  static final int LIFETIME_SECONDS = 600;

  private static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(LIFETIME_SECONDS);
  private static final long PERMIT_EVERY_NANOS = TimeUnit.MINUTES.toNanos(4);

  private final GatewayParts parts;
  private final InetSocketAddress client;
  private final Identity identity;
  private final TransactionId allocatedBy;
  private final Permissions permissions;
  private final PeerSlots peers = new PeerSlots();
  private final SessionChannels channels = new SessionChannels();
  private final SessionTraffic traffic;
  private final int takes;
  private boolean open;
  private SavedRecord saved;
  private long end;
  private long permitAt;
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
    this.client = client;
    this.identity = identity;
    this.allocatedBy = allocatedBy;
    this.permissions = new Permissions(parts.limits().permissions());
    this.traffic = new SessionTraffic(parts, front, client, permissions, peers);
    this.takes = 0;
    this.end = parts.now() + LIFETIME_NANOS;
  }

  /**
   * A session that another node had.
   *
   * @param front where its client's datagrams come and go
   * @param record what there is to know of it
   */
  GatewaySession(
      GatewayParts parts,
      UdpSocket front,
      InetSocketAddress client,
      Identity identity,
      SessionRecord record) {
    this.parts = parts;
    this.client = client;
    this.identity = identity;
    this.allocatedBy = new TransactionId(HexFormat.of().parseHex(record.transaction()));
    this.permissions = new Permissions(parts.limits().permissions());
    this.traffic = new SessionTraffic(parts, front, client, permissions, peers);
    this.takes = record.takes();
    long now = parts.now();
    long seconds = record.endsAt() - parts.shared().epochSecond();
    this.end = now + Math.min(LIFETIME_NANOS, TimeUnit.SECONDS.toNanos(seconds));
    permissions.restore(record.permissions(), now);
    record
        .channels()
        .forEach(
            (number, text) ->
                GatewayStore.address(text).ifPresent(peer -> bound(number, peer, now)));
  }

  private void bound(int channel, InetSocketAddress peer, long now) {
    int slot = peers.pin(peer, now);
    if (slot != PeerSlots.NONE) {
      channels.bound(channel, peer, slot, end);
    }
  }

  InetSocketAddress client() {
    return client;
  }

  Identity identity() {
    return identity;
  }

  TransactionId allocatedBy() {
    return allocatedBy;
  }

  /** The relayed address that peers know; null while there is none. */
  InetSocketAddress relayed() {
    return traffic.relayed();
  }

  /** The way of its datagrams. */
  SessionTraffic traffic() {
    return traffic;
  }

  /** Whether its allocation was granted. */
  boolean isOpen() {
    return open;
  }

  /** How often it was taken over by another node. */
  int takes() {
    return takes;
  }

  /**
   * Whether it cannot be asked for anything now, as it is between two relays or two nodes: it has
   * to be asked again.
   */
  boolean moving() {
    return traffic.isWaiting() || saved == null;
  }

  boolean isClosed() {
    return closed;
  }

  /** What another node has to know of it, as it is now. */
  SessionRecord record() {
    return new SessionRecord(
        parts.shared().self(),
        takes,
        identity.username(),
        identity.mark(),
        HexFormat.of().formatHex(allocatedBy.bytes()),
        relayed() == null ? 0 : relayed().getPort(),
        permissions.addresses(parts.now()),
        channels.peers(),
        parts.shared().epochSecond() + TimeUnit.NANOSECONDS.toSeconds(end - parts.now()));
  }

  boolean isOn(RelayAt relay) {
    return traffic.upstream() != null && traffic.upstream().relay().equals(relay);
  }

  boolean over(long now) {
    return end - now <= 0;
  }

  /**
   * Opens it: a relayed address outside and an allocation on a relay.
   *
   * @param claimed its record as the store has it; made anew it could differ by a second
   */
  Future<InetSocketAddress> open(RelayAt relay, SessionRecord claimed) {
    decided(WireJson.write(claimed));
    Upstream first = parts.upstream(relay, identity.participant(), this);
    return parts
        .ports()
        .open(this, client)
        .compose(
            socket -> {
              at(socket);
              return first.allocate();
            })
        .compose(
            done -> {
              if (closed) {
                return Future.failedFuture("the session has ended meanwhile");
              }
              onto(first);
              open = true;
              return save();
            })
        .map(done -> relayed())
        .onFailure(
            failure -> {
              first.release();
              close();
            });
  }

  /** The store says that it is this node's. */
  void decided(String written) {
    saved =
        new SavedRecord(
            parts.shared().store(), client, written, () -> WireJson.write(record()), this::leave);
  }

  /**
   * Goes on where another node was interrupted.
   *
   * @param socket at its relayed port
   * @return completes when a relay has it
   */
  Future<Void> goOn(UdpSocket socket) {
    open = true;
    at(socket);
    return toAnotherRelay();
  }

  /** What came first for it after the other node's death. */
  void resume(int kind, ByteBuf data, InetSocketAddress from, Ingress ingress) {
    if (kind == LinkSeal.OF_PEER) {
      traffic.fromPeer(data, from, ingress);
      return;
    }
    traffic.clientCameBy(ingress);
    if (ClientSide.isData(data)) {
      traffic.again(data, null);
    }
  }

  /** Writes it to the store once more, as there is a node that has not heard of it. */
  void tellAgain() {
    if (saved != null && open) {
      Future<Void> unused = saved.write(true);
    }
  }

  /** Has the store know what it is now; waits for that, but not for long. */
  Future<Void> save() {
    return saved == null ? Future.succeededFuture() : parts.soon(saved.write(false));
  }

  /** Keeps it for as long again. */
  Future<Void> refresh() {
    end = parts.now() + LIFETIME_NANOS;
    Future<Void> unused =
        parts.shared().store().keepPort(relayed().getPort(), client, GatewayStore.SESSION_LIFE);
    return traffic.upstream().refresh().compose(done -> save());
  }

  /** Lets peers through; false when there would be too many. */
  boolean permit(Collection<InetAddress> addresses) {
    return permissions.add(addresses, parts.now());
  }

  /** Whether a channel may lead to a peer: neither leads elsewhere, nor another one there. */
  boolean mayBind(int channel, InetSocketAddress peer) {
    return channels.mayBind(channel, peer);
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
    return traffic
        .upstream()
        .bind(channel, parts.proxies().address(slot))
        .compose(
            done -> {
              channels.bound(channel, peer, slot, parts.now() + LIFETIME_NANOS);
              return save();
            });
  }

  @Override
  public void received(ByteBuf data, InetSocketAddress from) {
    traffic.received(data, from);
  }

  @Override
  public void fromRelay(ByteBuf data) {
    traffic.fromRelay(data);
  }

  /** What became of its relay. */
  @Override
  public void lost(Upstream which) {
    if (which == traffic.upstream()) {
      move();
    }
  }

  /** Goes to another relay; peers and client see the same addresses. */
  void move() {
    if (traffic.isWaiting() || closed) {
      return;
    }
    traffic.interrupt();
    Upstream old = traffic.upstream();
    off(old);
    Future<Void> unused = toAnotherRelay();
    old.release();
  }

  /** Keeps what relays would forget. */
  void keep(long now) {
    channels.expire(now);
    if (!traffic.isWaiting() && permitAt - now <= 0) {
      permitAt = now + PERMIT_EVERY_NANOS;
      traffic.upstream().permit().onFailure(failure -> permitAt = parts.now());
    }
  }

  /** Ends it. */
  void close() {
    if (closed) {
      return;
    }
    if (saved != null) {
      saved.remove();
    }
    if (relayed() != null) {
      Future<Void> unused =
          parts.shared().store().keepPort(relayed().getPort(), client, GatewayStore.PORT_REST);
    }
    leave();
  }

  /** Lets go of it: another node has it, or will. */
  void leave() {
    if (closed) {
      return;
    }
    closed = true;
    if (saved != null) {
      saved.leave();
    }
    parts.table().remove(this);
    if (traffic.outside() != null) {
      parts.table().port(relayed().getPort(), null);
      parts.ports().close(traffic.outside());
    }
    if (!traffic.isWaiting()) {
      off(traffic.upstream());
      traffic.upstream().release();
    }
    traffic.end();
  }

  private void at(UdpSocket socket) {
    traffic.outside(socket, parts.reach().publicAddress());
    parts.table().port(relayed().getPort(), this);
  }

  private Future<Void> toAnotherRelay() {
    return new SessionMove(parts, identity.participant(), this)
        .begin(this::bindAll)
        .<Void>map(
            next -> {
              if (closed) {
                next.release();
              } else {
                onto(next);
              }
              return null;
            })
        .onFailure(failure -> close());
  }

  private Future<Void> bindAll(Upstream next) {
    return Future.all(
            channels.each((number, slot) -> next.bind(number, parts.proxies().address(slot))))
        .mapEmpty();
  }

  private void onto(Upstream next) {
    parts.table().upstream(next.relayed(), this);
    parts.relays().joined(next.relay().id());
    permitAt = parts.now() + PERMIT_EVERY_NANOS;
    traffic.goOn(next);
  }

  private void off(Upstream old) {
    parts.table().upstreamGone(old.relayed(), this);
    parts.relays().left(old.relay().id());
  }
}
