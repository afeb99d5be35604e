package dev.otter.turn.gateway;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/**
 * A session that another node has: this one listens at its relayed port as well, as a load balancer
 * may send a peer's datagrams to any node. Used on the event loop.
 */
final class OtherSession implements UdpSockets.Receiver {

  private final InetSocketAddress client;
  private final Listener listener;
  private final HeardHere heard = new HeardHere();
  private SessionRecord record;
  private String text;
  private UdpSocket port;
  private GatewaySession heir;
  private boolean over;

  /**
   * One that was heard of.
   *
   * @param record what the store has
   * @param text the same as it is there
   */
  OtherSession(InetSocketAddress client, SessionRecord record, String text, Listener listener) {
    this.client = client;
    this.record = record;
    this.text = text;
    this.listener = listener;
  }

  /** Who takes what peers send. */
  @FunctionalInterface
  interface Listener {
    /** A peer sent something to the relayed port; the data is the listener's for the call. */
    void fromPeer(OtherSession session, ByteBuf data, InetSocketAddress from);
  }

  InetSocketAddress client() {
    return client;
  }

  SessionRecord record() {
    return record;
  }

  /** The record as it is in the store. */
  String text() {
    return text;
  }

  /** Who was heard by this node. */
  HeardHere heard() {
    return heard;
  }

  void changed(SessionRecord now, String nowText) {
    record = now;
    text = nowText;
  }

  /** Whether it listens at its port, or is about to. */
  boolean isOver() {
    return over;
  }

  void listensBy(UdpSocket socket) {
    port = socket;
  }

  /** The socket at its port; null while there is none. */
  UdpSocket port() {
    return port;
  }

  /** From now on this node has it. */
  void inheritedBy(GatewaySession session) {
    heir = session;
    over = true;
  }

  /** It is no more, or this node's by another way. */
  void close() {
    over = true;
    if (port != null && heir == null) {
      port.close();
    }
  }

  @Override
  public void received(ByteBuf data, InetSocketAddress from) {
    if (heir != null) {
      heir.received(data, from);
    } else {
      listener.fromPeer(this, data, from);
    }
  }
}
