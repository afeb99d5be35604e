package dev.otter.turn.gateway;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.id.NodeTag;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions that other nodes with this gateway's public address have, as the store tells: what
 * comes for one is passed on to its owner, and when that is dead the session is taken over. Used on
 * the event loop.
 */
final class SharedSessions implements GatewayStore.Listener {

  private final GatewayStore store;
  private final OtherNodes nodes;
  private final WayOut wayOut;
  private final SessionTable table;
  private final UdpSockets sockets;
  private final Reach reach;
  private final InetAddress host;
  private final InstantSource clock;
  private final Map<InetSocketAddress, OtherSession> byClient = new HashMap<>();
  private final Map<Integer, OtherSession> byPort = new HashMap<>();
  private int listening;
  private Heirs heirs = (session, first) -> {};
  private Runnable newcomer = () -> {};

  /**
   * Knows none yet.
   *
   * @param table this node's own sessions
   * @param host where relayed ports are
   * @param clock what sessions end by at all nodes
   */
  SharedSessions(
      GatewayStore store,
      OtherNodes nodes,
      WayOut wayOut,
      SessionTable table,
      UdpSockets sockets,
      Reach reach,
      InetAddress host,
      InstantSource clock) {
    this.store = store;
    this.nodes = nodes;
    this.wayOut = wayOut;
    this.table = table;
    this.sockets = sockets;
    this.reach = reach;
    this.host = host;
    this.clock = clock;
    nodes.onSilent(this::inheritFrom);
  }

  /** Who goes on with sessions whose node is dead. */
  @FunctionalInterface
  interface Heirs {
    /**
     * Takes a session over.
     *
     * @param first run when it is this node's, or has turned out to be another's
     */
    void inherit(OtherSession session, Runnable first);
  }

  /** Says who takes over. */
  void heirs(Heirs now) {
    heirs = now;
  }

  /** Calls back when there is a node that was not known. */
  void onNewcomer(Runnable listener) {
    newcomer = listener;
  }

  NodeTag self() {
    return nodes.self();
  }

  /** Whether a client's session is known to be of that node. */
  boolean isOwnedBy(InetSocketAddress client, NodeTag node) {
    OtherSession session = byClient.get(client);
    return session != null && session.record().owner().equals(node);
  }

  /** By which node what sessions send leaves. */
  WayOut wayOut() {
    return wayOut;
  }

  GatewayStore store() {
    return store;
  }

  /** The time that all nodes have. */
  long epochSecond() {
    return clock.instant().getEpochSecond();
  }

  /** Whether there are other nodes to go on with this one's sessions. */
  boolean hasHeirs() {
    return nodes.any();
  }

  /**
   * Passes on what a client sent, if its session is known to be another node's.
   *
   * @return whether it was
   */
  boolean passOn(ByteBuf data, InetSocketAddress client) {
    OtherSession session = byClient.get(client);
    if (session == null) {
      return false;
    }
    wayOut.heardClient(session);
    pass(session, LinkSeal.OF_CLIENT, data, client);
    return true;
  }

  /** Sends what another node's session has for a peer that this node heard. */
  void toPeer(int port, ByteBuf data, InetSocketAddress peer) {
    OtherSession session = byPort.get(port);
    GatewaySession own = table.ofPort(port);
    UdpSocket socket = session != null ? session.port() : null;
    if (socket == null && own != null) {
      socket = own.traffic().outside();
    }
    if (socket == null) {
      sockets.counts().drop(DropReason.NO_SESSION);
    } else {
      socket.send(data.retain(), peer);
    }
  }

  /** Passes on what a session of this node sent to another's; false when no node has that port. */
  boolean handOver(ByteBuf data, InetSocketAddress from, int port) {
    OtherSession session = byPort.get(port);
    if (session == null) {
      return false;
    }
    pass(session, LinkSeal.OF_PEER, data, from);
    return true;
  }

  /**
   * Looks a client up that this node knows nothing of: it may have come later than the session.
   *
   * @return whether another node has a session of it
   */
  Future<Boolean> find(InetSocketAddress client) {
    return store
        .session(client)
        .map(
            there -> {
              there.ifPresent(text -> session(client, there));
              return byClient.containsKey(client);
            });
  }

  /**
   * Takes a client for a session that is about to be opened.
   *
   * @return empty, or what there is already, which is known from now on
   */
  Future<Boolean> claim(InetSocketAddress client, SessionRecord record) {
    String text = WireJson.write(record);
    return store
        .claim(client, text)
        .compose(
            there -> {
              if (there.isEmpty()) {
                return Future.succeededFuture(true);
              }
              Optional<SessionRecord> other = GatewayStore.read(there.get());
              boolean stale =
                  other.isEmpty()
                      || other.get().owner().equals(nodes.self())
                      || (other.get().port() == 0 && nodes.isDead(other.get().owner()));
              if (stale) {
                return store.replace(client, there.get(), text);
              }
              session(client, there);
              return Future.succeededFuture(false);
            });
  }

  @Override
  public void session(InetSocketAddress client, Optional<String> text) {
    Optional<SessionRecord> record = text.flatMap(GatewayStore::read);
    if (record.isEmpty()) {
      forget(client);
    } else if (!record.get().owner().equals(nodes.self())) {
      others(client, record.get(), text.get());
    }
  }

  @Override
  public void node(NodeTag tag, Optional<String> link) {
    if (tag.equals(nodes.self())) {
      return;
    }
    Optional<InetSocketAddress> at = link.flatMap(GatewayStore::address);
    if (at.isEmpty()) {
      left(tag);
    } else if (nodes.heard(tag, at.get())) {
      // It has heard of no session yet, and not where this node is. It could ask for that when it
      // needs to know, but for a moment after a death nobody may answer.
      newcomer.run();
      table.all().forEach(GatewaySession::tellAgain);
    }
  }

  /** A node is no more: each of those that remain takes its share of the sessions. */
  void left(NodeTag tag) {
    nodes.gone(tag);
    inheritFrom(tag);
  }

  private void inheritFrom(NodeTag tag) {
    List.copyOf(byClient.values()).stream()
        .filter(session -> session.record().owner().equals(tag))
        .filter(session -> nodes.isHeir(session.client()))
        .forEach(session -> heirs.inherit(session, () -> {}));
  }

  /** This node has it now. */
  void inherited(OtherSession session, GatewaySession heir) {
    byClient.remove(session.client(), session);
    byPort.remove(session.record().port(), session);
    session.inheritedBy(heir);
    listening(-1);
  }

  /** Lets go of all of them, and of the ways to other nodes. */
  void close() {
    nodes.close();
    byClient.values().forEach(OtherSession::close);
    byClient.clear();
    byPort.clear();
  }

  private void others(InetSocketAddress client, SessionRecord record, String text) {
    GatewaySession own = table.ofClient(client);
    if (own != null) {
      if (own.takes() > record.takes()) {
        return;
      }
      own.leave();
    }
    OtherSession known = byClient.get(client);
    if (known != null && known.record().takes() > record.takes()) {
      return;
    }
    if (known != null && known.record().port() != record.port()) {
      forget(client);
      known = null;
    }
    boolean moved =
        own != null || (known != null && !known.record().owner().equals(record.owner()));
    if (known == null) {
      known = new OtherSession(client, record, text, this::fromPeer);
      byClient.put(client, known);
      if (own != null) {
        wayOut.handOn(own.traffic(), known.heard());
      }
    } else {
      known.changed(record, text);
    }
    reach(record.owner());
    listen(known);
    if (moved) {
      wayOut.tell(known);
    }
  }

  private void forget(InetSocketAddress client) {
    OtherSession known = byClient.remove(client);
    if (known != null) {
      byPort.remove(known.record().port(), known);
      known.close();
      listening(known.port() == null ? 0 : -1);
    }
  }

  private void listening(int more) {
    listening += more;
    sockets.counts().elsewhere(listening);
  }

  /** A node that was there before this one has said where it is before this one could hear it. */
  private void reach(NodeTag owner) {
    if (!nodes.knows(owner) && !nodes.isDead(owner)) {
      store.node(owner).onSuccess(link -> link.ifPresent(at -> node(owner, link)));
    }
  }

  private void listen(OtherSession session) {
    int port = session.record().port();
    if (port == 0 || byPort.putIfAbsent(port, session) != null) {
      return;
    }
    sockets
        .bind(new InetSocketAddress(host, port), session)
        .onSuccess(
            socket -> {
              if (session.isOver()) {
                socket.close();
              } else {
                session.listensBy(socket);
                listening(1);
              }
            })
        // Tried again when the session is written again.
        .onFailure(taken -> byPort.remove(port, session));
  }

  private void fromPeer(OtherSession session, ByteBuf data, InetSocketAddress from) {
    if (reach.isOutside(from.getAddress())) {
      wayOut.heardPeer(session, from);
      pass(session, LinkSeal.OF_PEER, data, from);
    } else {
      sockets.counts().drop(DropReason.FORBIDDEN_PEER);
    }
  }

  private void pass(OtherSession session, int kind, ByteBuf data, InetSocketAddress from) {
    NodeTag owner = session.record().owner();
    boolean dead = nodes.isDead(owner);
    if (dead && nodes.answerBack() && !nodes.isHeir(session.client())) {
      // Client and peer are heard by different nodes: if each went on with it, neither would have
      // both ways.
      owner = nodes.heir(session.client());
      dead = false;
    }
    if (dead) {
      inherit(session, kind, data, from, Ingress.HERE);
    } else {
      nodes.send(owner, kind, from, session.record().port(), data);
    }
  }

  /**
   * What another node has for a session of a third one that is dead, and that this one is to go on
   * with.
   *
   * @return false when this node knows no such session of another one
   */
  boolean passedToHeir(LinkSeal.Frame frame) {
    OtherSession session =
        frame.kind() == LinkSeal.OF_CLIENT
            ? byClient.get(frame.outside())
            : byPort.get(frame.port());
    if (session == null || !nodes.answerBack() || !frame.data().isReadable()) {
      return false;
    }
    inherit(session, frame.kind(), frame.data(), frame.outside(), frame.ingress());
    return true;
  }

  private void inherit(
      OtherSession session, int kind, ByteBuf data, InetSocketAddress from, Ingress ingress) {
    ByteBuf held = data.copy();
    heirs.inherit(
        session,
        () -> {
          GatewaySession heir = table.ofClient(session.client());
          if (heir != null) {
            heir.resume(kind, held, from, ingress);
          }
          held.release();
        });
  }
}
