package dev.otter.turn.gateway;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The way of each datagram of one session. While the session has no relay a few datagrams wait.
 * Used on the event loop.
 */
final class SessionTraffic {

  private final GatewayParts parts;
  private final UdpSocket front;
  private final InetSocketAddress client;
  private final Permissions permissions;
  private final PeerSlots peers;
  private final HeldDatagrams held = new HeldDatagrams();
  private Ingress ingress;
  private UdpSocket outside;
  private InetSocketAddress relayed;
  private Upstream upstream;
  private boolean waiting = true;
  private boolean over;

  /**
   * Without a relay yet.
   *
   * @param front where the client's datagrams come and go
   * @param permissions whom the session lets through
   * @param peers the places of its peers
   */
  SessionTraffic(
      GatewayParts parts,
      UdpSocket front,
      InetSocketAddress client,
      Permissions permissions,
      PeerSlots peers) {
    this.parts = parts;
    this.front = front;
    this.client = client;
    this.permissions = permissions;
    this.peers = peers;
  }

  /** What peers send to and hear from. */
  void outside(UdpSocket socket, InetAddress publicAddress) {
    outside = socket;
    relayed = new InetSocketAddress(publicAddress, socket.local().getPort());
  }

  /** The socket outside; null while there is none. */
  UdpSocket outside() {
    return outside;
  }

  /** The relayed address that peers know; null while there is none. */
  InetSocketAddress relayed() {
    return relayed;
  }

  /** The allocation at a relay; the former one while there is none. */
  Upstream upstream() {
    return upstream;
  }

  /** Whether there is no relay now. */
  boolean isWaiting() {
    return waiting;
  }

  /** The relay is gone. */
  void interrupt() {
    waiting = true;
  }

  /** There is a relay: what has waited goes first. */
  void goOn(Upstream next) {
    upstream = next;
    waiting = false;
    held.drain(this::again);
  }

  /** Nothing goes through any more. */
  void end() {
    over = true;
    waiting = true;
    held.drain((data, from) -> parts.counts().drop(DropReason.NO_SESSION));
  }

  /** By which node the client was heard. */
  void clientCameBy(Ingress by) {
    ingress = by;
  }

  /** By which node a peer was heard. */
  void peerCameBy(InetSocketAddress peer, Ingress by) {
    long now = parts.now();
    if (permissions.has(peer.getAddress(), now)) {
      peers.cameBy(peers.take(peer, now), by);
    }
  }

  /** Who was heard by this node itself. */
  void heardHere(HeardHere heard, long now) {
    if (Ingress.HERE.equals(ingress)) {
      heard.client(now);
    }
    for (int slot = 0; slot < PeerSlots.SIZE; slot++) {
      if (Ingress.HERE.equals(peers.ingress(slot))) {
        heard.peer(peers.at(slot), now);
      }
    }
  }

  /** Channel data of the client. */
  void toRelay(ByteBuf data) {
    if (waiting) {
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
    } else if (waiting) {
      hold(data, null);
    } else {
      int slot = peers.take(peer, now);
      IndicationBytes.writePeer(data, peerOffset, parts.proxies().address(slot));
      toRelay(data);
    }
  }

  /** The relay has something for the client. */
  void fromRelay(ByteBuf data) {
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
    parts.wayOut().toClient(data.retain(), client, front, ingress);
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
      other.traffic().fromPeer(data, relayed, Ingress.HERE);
    } else if (parts.reach().isOwn(peer)
        && parts.shared().handOver(data, relayed, peer.getPort())) {
      parts.counts().passed(GatewayCounts.Way.HANDED_OVER, data.readableBytes());
    } else if (parts.reach().isOutside(peer.getAddress())) {
      parts.counts().passed(GatewayCounts.Way.OUT, data.readableBytes());
      parts.wayOut().toPeer(data.retain(), peer, outside, peers.ingress(slot));
    } else {
      parts.counts().drop(DropReason.FORBIDDEN_PEER);
    }
  }

  /** A peer outside sent something to the relayed address. */
  void received(ByteBuf data, InetSocketAddress from) {
    if (!parts.reach().isOutside(from.getAddress())) {
      // Sessions are handed over inside: from outside nobody has the gateway's own address.
      parts.counts().drop(DropReason.FORBIDDEN_PEER);
      return;
    }
    parts.counts().passed(GatewayCounts.Way.IN, data.readableBytes());
    fromPeer(data, from, Ingress.HERE);
  }

  /**
   * A peer sent something; or a session of another node did, or that node hands it on.
   *
   * @param by by which node it came; null when that was said before
   */
  void fromPeer(ByteBuf data, InetSocketAddress from, Ingress by) {
    long now = parts.now();
    if (!permissions.has(from.getAddress(), now)) {
      parts.counts().drop(DropReason.NO_PERMISSION);
      return;
    }
    int slot = peers.take(from, now);
    if (by != null) {
      peers.cameBy(slot, by);
    }
    if (waiting) {
      hold(data, from);
    } else {
      parts.proxies().send(slot, data.retain(), upstream.relayed());
    }
  }

  private void hold(ByteBuf data, InetSocketAddress peer) {
    if (over || !held.add(data, peer)) {
      parts.counts().drop(DropReason.MOVING);
    }
  }

  /** What was held: of the client, or of a peer. */
  void again(ByteBuf data, InetSocketAddress peer) {
    if (peer != null) {
      fromPeer(data, peer, null);
    } else if (IndicationBytes.isChannelData(data)) {
      toRelay(data);
    } else {
      toRelayBySend(data, IndicationBytes.peerOffset(data));
    }
  }
}
