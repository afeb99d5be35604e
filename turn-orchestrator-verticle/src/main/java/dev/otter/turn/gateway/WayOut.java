package dev.otter.turn.gateway;

import dev.otter.contract.id.NodeTag;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;

/**
 * By which node what a session sends leaves. A load balancer that translates addresses gives an
 * answer its own address only if it comes from the node that it gave the question to: behind one,
 * all goes back as it came, and to whom nothing has come from nothing is sent. They send by
 * themselves, as ICE has both sides check. Used on the event loop.
 */
final class WayOut {

  /** When it is told again by which node somebody was heard, as a datagram may be lost. */
  private static final int[] TELL_AGAIN_MS = {200, 1_000};

  private final OtherNodes nodes;
  private final UdpSockets sockets;
  private final LongSupplier nanoTime;

  /** Knows the ways. */
  WayOut(OtherNodes nodes, UdpSockets sockets, LongSupplier nanoTime) {
    this.nodes = nodes;
    this.sockets = sockets;
    this.nanoTime = nanoTime;
  }

  /**
   * Sends to a client.
   *
   * @param data taken over
   * @param front this node's socket for clients
   * @param ingress by which node the client was heard last; null when it was not
   */
  void toClient(ByteBuf data, InetSocketAddress client, UdpSocket front, Ingress ingress) {
    if (isUnheard(ingress)) {
      drop(data);
    } else if (ingress == null || ingress.back().isEmpty()) {
      front.send(data, client);
    } else {
      nodes.send(ingress.back().get(), LinkSeal.TO_CLIENT, client, 0, data);
      data.release();
    }
  }

  /**
   * Sends to a peer.
   *
   * @param data taken over
   * @param port this node's socket at the session's relayed port
   * @param ingress by which node the peer was heard last; null when it was not
   */
  void toPeer(ByteBuf data, InetSocketAddress peer, UdpSocket port, Ingress ingress) {
    if (isUnheard(ingress)) {
      drop(data);
    } else if (ingress == null || ingress.back().isEmpty()) {
      port.send(data, peer);
    } else {
      int number = port.local().getPort();
      nodes.send(ingress.back().get(), LinkSeal.TO_PEER, peer, number, data);
      data.release();
    }
  }

  /** The client of a session that another node has was heard by this one. */
  void heardClient(OtherSession session) {
    if (nodes.answerBack()) {
      session.heard().client(nanoTime.getAsLong());
    }
  }

  /** A peer of such a session was heard by this one; a stranger is not remembered. */
  void heardPeer(OtherSession session, InetSocketAddress peer) {
    if (nodes.answerBack()
        && session.record().permissions().contains(peer.getAddress().getHostAddress())) {
      session.heard().peer(peer, nanoTime.getAsLong());
    }
  }

  /** This node goes on with a session of which it heard somebody. */
  void inherit(HeardHere heard, SessionTraffic heir) {
    long now = nanoTime.getAsLong();
    if (heard.hasClient(now)) {
      heir.clientCameBy(Ingress.HERE);
    }
    heard.peers(now).forEach(peer -> heir.peerCameBy(peer, Ingress.HERE));
  }

  /** Another node goes on with a session that this one had. */
  void handOn(SessionTraffic former, HeardHere heard) {
    if (nodes.answerBack()) {
      former.heardHere(heard, nanoTime.getAsLong());
    }
  }

  /** Tells the node that goes on with a session whom of it this one heard. */
  void tell(OtherSession session) {
    NodeTag owner = session.record().owner();
    tellOnce(session);
    for (int ms : TELL_AGAIN_MS) {
      sockets.later(
          ms,
          () -> {
            if (!session.isOver() && session.record().owner().equals(owner)) {
              tellOnce(session);
            }
          });
    }
  }

  private void tellOnce(OtherSession session) {
    long now = nanoTime.getAsLong();
    if (session.heard().hasClient(now)) {
      tell(session.record(), LinkSeal.OF_CLIENT, session.client());
    }
    session.heard().peers(now).forEach(peer -> tell(session.record(), LinkSeal.OF_PEER, peer));
  }

  private boolean isUnheard(Ingress ingress) {
    return ingress == null && nodes.answerBack();
  }

  private void drop(ByteBuf data) {
    data.release();
    sockets.counts().drop(DropReason.UNHEARD);
  }

  private void tell(SessionRecord record, int kind, InetSocketAddress heard) {
    nodes.send(record.owner(), kind, heard, record.port(), Unpooled.EMPTY_BUFFER);
  }
}
