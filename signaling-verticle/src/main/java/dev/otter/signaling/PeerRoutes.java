package dev.otter.signaling;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.signaling.Delivered;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantInterrupted;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.ParticipantResumed;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Which node holds which of the others in one connection's room. A connection id names the node
 * that made it; who resumed may be on another, and this is where that is known: from the room when
 * the connection came in, and from what the others' nodes tell since. Belongs to one connection and
 * its context.
 */
final class PeerRoutes {

  /** Twice what a room takes: news of a departure may come after that of the next arrival. */
  private static final int MAX_PEERS = 2 * Room.MAX_PARTICIPANTS;

  private static final long MIN_REPAIR_PAUSE_MS = 500;

  private final SignalingNode node;
  private final RoomId roomId;
  private final ConnectionId me;
  private final Consumer<ParticipantResumed> onFound;
  private final Map<ConnectionId, Peer> peers = new HashMap<>();
  private long discoveredMs = Long.MIN_VALUE / 2;

  /** One of the others. */
  private static final class Peer {
    private final boolean resumable;
    private NodeTag node;
    private boolean live;
    private boolean repairing;
    private long repairedMs = Long.MIN_VALUE / 2;

    private Peer(NodeTag node, boolean live, boolean resumable) {
      this.node = node;
      this.live = live;
      this.resumable = resumable;
    }
  }

  /**
   * Makes routes that know nobody yet.
   *
   * @param onFound is told when one that was thought away turns out to be back
   */
  PeerRoutes(
      SignalingNode node, RoomId roomId, ConnectionId me, Consumer<ParticipantResumed> onFound) {
    this.node = node;
    this.roomId = roomId;
    this.me = me;
    this.onFound = onFound;
  }

  /** Learns who is in a room; what was told of somebody meanwhile is newer, and stays. */
  void learn(Room room) {
    room.others(me).forEach(this::learn);
  }

  private void learn(Participant other) {
    peers.putIfAbsent(
        other.connectionId(), new Peer(other.node(), other.live(), other.resumable()));
  }

  /** Whether somebody is known to be in. */
  boolean knows(ConnectionId id) {
    return peers.containsKey(id);
  }

  /**
   * Reads the room, as one was heard of who is not known: the news of its arrival was lost. Not
   * again until that may have changed.
   *
   * @param onFound is told of each who is in and was not known
   */
  void discover(Consumer<ParticipantJoined> onFound) {
    long nowMs = node.monotonicMs();
    if (nowMs < discoveredMs + MIN_REPAIR_PAUSE_MS) {
      return;
    }
    discoveredMs = nowMs;
    node.lookup()
        .repair(roomId)
        .onSuccess(room -> room.ifPresent(found -> discovered(found, onFound)));
  }

  private void discovered(Room room, Consumer<ParticipantJoined> onFound) {
    for (Participant other : room.others(me)) {
      if (!peers.containsKey(other.connectionId())) {
        learn(other);
        onFound.accept(ParticipantJoined.of(me, roomId, other));
      }
    }
  }

  /**
   * When this one looks for a new way to all others, where all of the room have to and one begins
   * after the other, as one of two is enough for both.
   *
   * @return how many begin before; empty where all others do
   */
  OptionalInt turn() {
    int before =
        (int) peers.keySet().stream().filter(id -> id.value().compareTo(me.value()) < 0).count();
    boolean othersDo = peers.values().stream().allMatch(peer -> peer.resumable && peer.live);
    return othersDo && before == peers.size() ? OptionalInt.empty() : OptionalInt.of(before);
  }

  /** Whether somebody numbers its messages and keeps them until they are acknowledged. */
  boolean resumable(ConnectionId id) {
    Peer peer = peers.get(id);
    return peer != null && peer.resumable;
  }

  /**
   * Takes news of the others.
   *
   * @return whether it was news; what was known already, or is older than what is known, is not
   */
  boolean apply(NodeMessage event) {
    if (event instanceof ParticipantJoined joined) {
      return peers.size() < MAX_PEERS
          && peers.putIfAbsent(
                  joined.participant(),
                  new Peer(joined.participant().node(), true, joined.resumable()))
              == null;
    }
    if (event instanceof ParticipantLeft left) {
      return peers.remove(left.participant()) != null;
    }
    if (event instanceof ParticipantInterrupted interrupted) {
      return interrupt(interrupted);
    }
    return event instanceof ParticipantResumed resumed && resume(resumed);
  }

  /** An interruption at a node that it has left since is old news. */
  private boolean interrupt(ParticipantInterrupted interrupted) {
    Peer peer = peers.get(interrupted.participant());
    boolean news = peer != null && peer.live && peer.node.equals(interrupted.node());
    if (news) {
      peer.live = false;
    }
    return news;
  }

  private boolean resume(ParticipantResumed resumed) {
    Peer peer = peers.get(resumed.participant());
    if (peer != null) {
      peer.node = resumed.node();
      peer.live = true;
    }
    return peer != null;
  }

  /**
   * Routes a message to a peer. What cannot be handed over at this moment, to one who keeps its
   * place in the room, is dropped: its sender keeps it and sends it again.
   *
   * @return fails with {@link ErrorCode#DESTINATION_UNKNOWN} when nobody of that id is in the room
   */
  Future<Delivered> route(NodeMessage message) {
    Peer peer = peers.get(message.destination());
    if (peer == null) {
      return node.router().route(message);
    }
    if (!peer.live) {
      return repair(peer, message);
    }
    Future<Delivered> routed = node.router().route(message, peer.node);
    return peer.resumable ? routed.recover(failure -> repair(peer, message)) : routed;
  }

  /** Reads the room once to see where the peer is now; not again until that may have changed. */
  private Future<Delivered> repair(Peer peer, NodeMessage message) {
    long nowMs = node.monotonicMs();
    if (peer.repairing || nowMs < peer.repairedMs + MIN_REPAIR_PAUSE_MS) {
      return dropped();
    }
    peer.repairing = true;
    peer.repairedMs = nowMs;
    return node.lookup()
        .repair(roomId)
        .onComplete(read -> peer.repairing = false)
        .transform(read -> read.succeeded() ? repaired(peer, message, read.result()) : dropped());
  }

  private Future<Delivered> dropped() {
    node.counts().dropped(MessageCounts.Drop.AWAY);
    return Future.succeededFuture(Delivered.DELIVERED);
  }

  private Future<Delivered> repaired(Peer peer, NodeMessage message, Optional<Room> room) {
    Optional<Participant> found = room.flatMap(it -> it.participant(message.destination()));
    if (found.isEmpty()) {
      return Future.failedFuture(PeerRouter.unknownDestination());
    }
    Participant now = found.get();
    boolean elsewhere = !now.node().equals(peer.node);
    if (!now.live() || (peer.live && !elsewhere)) {
      return dropped();
    }
    peer.node = now.node();
    peer.live = true;
    onFound.accept(new ParticipantResumed(me, roomId, now.connectionId(), now.node()));
    return node.router().route(message, now.node()).otherwise(Delivered.DELIVERED);
  }
}
