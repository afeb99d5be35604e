package dev.otter.turn.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;

/**
 * By which node what a session sends leaves. A load balancer that translates addresses gives an
 * answer its own address only if it comes from the node that it gave the question to: behind one,
 * all goes back as it came, and to a peer that nothing has come from nothing is sent. That peer
 * sends by itself, as ICE has both sides check. Used on the event loop.
 */
final class WayOut {

  private final OtherNodes nodes;
  private final GatewayCounts counts;
  private final LongSupplier nanoTime;

  /** Knows the ways. */
  WayOut(OtherNodes nodes, GatewayCounts counts, LongSupplier nanoTime) {
    this.nodes = nodes;
    this.counts = counts;
    this.nanoTime = nanoTime;
  }

  /**
   * Sends to a client.
   *
   * @param data taken over
   * @param front this node's socket for clients
   * @param ingress by which node the client was heard last
   */
  void toClient(ByteBuf data, InetSocketAddress client, UdpSocket front, Ingress ingress) {
    if (ingress.back().isEmpty()) {
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
    if (ingress == null && nodes.answerBack()) {
      data.release();
      counts.drop(DropReason.UNHEARD_PEER);
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

  /** A peer of such a session was heard by this one. */
  void heardPeer(OtherSession session, InetSocketAddress peer) {
    if (nodes.answerBack()) {
      session.heard().peer(peer, nanoTime.getAsLong());
    }
  }

  /** Tells the node that goes on with a session whom of it this one heard. */
  void tell(OtherSession session) {
    long now = nanoTime.getAsLong();
    if (session.heard().hasClient(now)) {
      tell(session.record(), LinkSeal.OF_CLIENT, session.client());
    }
    session.heard().peers(now).forEach(peer -> tell(session.record(), LinkSeal.OF_PEER, peer));
  }

  private void tell(SessionRecord record, int kind, InetSocketAddress heard) {
    nodes.send(record.owner(), kind, heard, record.port(), Unpooled.EMPTY_BUFFER);
  }
}
