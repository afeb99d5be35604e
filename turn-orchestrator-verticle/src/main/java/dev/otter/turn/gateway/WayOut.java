package dev.otter.turn.gateway;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/**
 * By which node what a session sends leaves. A load balancer that translates addresses gives an
 * answer its own address only if it comes from the node that it gave the question to: behind one,
 * all goes back as it came, and to a peer that nothing has come from nothing is sent. That peer
 * sends by itself, as ICE has both sides check. Used on the event loop.
 */
final class WayOut {

  private final boolean asItCame;
  private final OtherNodes nodes;
  private final GatewayCounts counts;

  /**
   * Knows the ways.
   *
   * @param asItCame whether all goes back as it came
   */
  WayOut(boolean asItCame, OtherNodes nodes, GatewayCounts counts) {
    this.asItCame = asItCame;
    this.nodes = nodes;
    this.counts = counts;
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
    if (ingress == null && asItCame) {
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
}
