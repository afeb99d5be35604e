package dev.otter.turn.gateway;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this node hears the gateways of others: what they pass on for sessions of this one. Says in
 * the store, now and then, where that is. Used on the event loop.
 */
final class NodeLink implements UdpSockets.Receiver {

  private static final Logger LOG = LoggerFactory.getLogger(NodeLink.class);
  private static final Duration ANNOUNCED_FOR = Duration.ofSeconds(60);
  private static final long ANNOUNCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final UdpSockets sockets;
  private final GatewayCluster cluster;
  private final LinkSeal seal;
  private final SessionTable table;
  private final ClientSide clients;
  private UdpSocket socket;
  private UdpSocket front;
  private SharedSessions shared;
  private long announceAt;
  private boolean announced;

  /**
   * Hears nothing yet.
   *
   * @param clients who takes what clients sent
   */
  NodeLink(
      UdpSockets sockets,
      GatewayCluster cluster,
      LinkSeal seal,
      SessionTable table,
      ClientSide clients) {
    this.sockets = sockets;
    this.cluster = cluster;
    this.seal = seal;
    this.table = table;
    this.clients = clients;
  }

  /** Listens, where there are other nodes at all. */
  Future<Void> open() {
    return cluster.link().isEmpty()
        ? Future.succeededFuture()
        : sockets
            .bind(cluster.link().get(), this)
            .onSuccess(
                open -> {
                  socket = open;
                  LOG.info("gateways of other nodes reach this one local={}", open.local());
                })
            .mapEmpty();
  }

  /** Says by which sockets answers leave that other nodes send back; there is none before. */
  void sendsBy(UdpSocket clientsSocket, SharedSessions sessions) {
    front = clientsSocket;
    shared = sessions;
    sessions.onNewcomer(() -> announce(sessions.store()));
  }

  /** Says where it is, when it is time. */
  void announce(GatewayStore store, long now) {
    if (socket == null || (announced && announceAt - now > 0)) {
      return;
    }
    announced = true;
    announceAt = now + ANNOUNCE_NANOS;
    announce(store);
  }

  private void announce(GatewayStore store) {
    if (socket == null) {
      return;
    }
    store
        .announce(cluster.self(), socket.local(), ANNOUNCED_FOR)
        .onFailure(
            failure -> LOG.warn("other gateways are not told because={}", failure.toString()));
  }

  @Override
  public void received(ByteBuf data, InetSocketAddress from) {
    LinkSeal.Frame frame = seal.open(data);
    if (frame == null) {
      sockets.counts().drop(DropReason.MALFORMED);
      return;
    }
    switch (frame.kind()) {
      case LinkSeal.OF_CLIENT -> ofClient(frame);
      case LinkSeal.OF_PEER -> ofPeer(frame);
      case LinkSeal.TO_CLIENT, LinkSeal.TO_PEER -> goesOut(frame);
      default -> sockets.counts().drop(DropReason.MALFORMED);
    }
  }

  private void ofClient(LinkSeal.Frame frame) {
    GatewaySession session = table.ofClient(frame.outside());
    if (session == null && passedToHeir(frame)) {
      return;
    }
    if (frame.data().isReadable()) {
      clients.passedOn(frame.data(), frame.outside(), frame.ingress());
    } else if (session != null) {
      session.traffic().clientCameBy(frame.ingress());
    }
  }

  private boolean passedToHeir(LinkSeal.Frame frame) {
    return shared != null && shared.passedToHeir(frame);
  }

  private void ofPeer(LinkSeal.Frame frame) {
    GatewaySession session = table.ofPort(frame.port());
    if (session == null) {
      if (!passedToHeir(frame)) {
        sockets.counts().drop(DropReason.NO_SESSION);
      }
    } else if (frame.data().isReadable()) {
      session.traffic().fromPeer(frame.data(), frame.outside(), frame.ingress());
    } else {
      session.traffic().peerCameBy(frame.outside(), frame.ingress());
    }
  }

  private void goesOut(LinkSeal.Frame frame) {
    if (shared == null) {
      sockets.counts().drop(DropReason.NO_SESSION);
    } else if (frame.kind() == LinkSeal.TO_CLIENT) {
      front.send(frame.data().retain(), frame.outside());
    } else {
      shared.toPeer(frame.port(), frame.data(), frame.outside());
    }
  }

  void close() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
