package dev.otter.signaling;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.signaling.Delivered;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.ParticipantResumed;
import dev.otter.contract.signaling.PeerMessage;
import dev.otter.contract.signaling.SequenceNotice;
import dev.otter.contract.signaling.SequencedMessage;
import dev.otter.signaling.MessageCounts.Drop;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Speaks {@code otter.v1} for a client of the plain dialect, towards those of its peers that speak
 * it: numbers and keeps what the client sends until it is acknowledged, and hands over what comes
 * in order and once. A break of such a peer is not shown to the client. Holds two streams per peer
 * in the room. Belongs to one connection and its context.
 */
final class PlainBridge {

  private final RoomId roomId;
  private final ConnectionId me;
  private final Consumer<ParticipantJoined> onArrival;
  private final Runnable onHole;
  private final PeerRoutes routes;
  private final MessageCounts counts;
  private final Map<ConnectionId, SentMessages> sent = new HashMap<>();
  private final Map<ConnectionId, Long> received = new HashMap<>();
  private final Map<ConnectionId, Long> askedAfter = new HashMap<>();

  /** Who left before the client knew who was in. */
  private final Set<ConnectionId> left = new HashSet<>();

  private boolean learned;

  /**
   * Makes a bridge that knows nobody yet.
   *
   * @param onArrival is told of a peer whose arrival was lost
   * @param onHole is told when a peer could not send again what was missed
   */
  PlainBridge(
      SignalingNode node,
      RoomId roomId,
      ConnectionId me,
      Consumer<ParticipantJoined> onArrival,
      Runnable onHole) {
    this.onArrival = onArrival;
    this.roomId = roomId;
    this.me = me;
    this.onHole = onHole;
    this.counts = node.counts();
    this.routes = new PeerRoutes(node, roomId, me, back -> resend(back.participant()));
  }

  /**
   * Learns who was in when the client came; what was told of them meanwhile stays.
   *
   * @return those of them who have not left meanwhile
   */
  List<ConnectionId> learn(Room room) {
    List<Participant> there =
        room.others(me).stream().filter(each -> !left.contains(each.connectionId())).toList();
    left.clear();
    learned = true;
    routes.learn(room.withParticipants(there, room.updatedAt()));
    return there.stream().map(Participant::connectionId).toList();
  }

  /** Sends a message of the client. */
  Future<Delivered> send(PeerMessage message) {
    ConnectionId to = message.destination();
    if (!routes.resumable(to)) {
      return routes.route(message);
    }
    return sent.computeIfAbsent(to, peer -> new SentMessages())
        .add(message)
        .map(routes::route)
        .orElseGet(
            () -> {
              counts.dropped(Drop.UNACKNOWLEDGED);
              return Future.failedFuture(PeerRouter.unknownDestination());
            });
  }

  /**
   * Takes what came for the client.
   *
   * @return what the client is to be told of it; empty when it is not
   */
  Optional<NodeMessage> receive(NodeMessage message) {
    if (message instanceof SequencedMessage sequenced) {
      return arrived(sequenced);
    }
    if (message instanceof SequenceNotice notice) {
      take(notice);
      return Optional.empty();
    }
    if (message instanceof PeerMessage) {
      return Optional.of(message);
    }
    boolean news = routes.apply(message);
    if (message instanceof ParticipantLeft gone) {
      forget(gone.participant());
    } else if (message instanceof ParticipantResumed resumed && news) {
      resend(resumed.participant());
    }
    boolean shown = message instanceof ParticipantJoined || message instanceof ParticipantLeft;
    return shown && news ? Optional.of(message) : Optional.empty();
  }

  private void forget(ConnectionId gone) {
    sent.remove(gone);
    received.remove(gone);
    askedAfter.remove(gone);
    if (!learned && left.size() < Room.MAX_PARTICIPANTS) {
      left.add(gone);
    }
  }

  /** Sends again what was not acknowledged: an acknowledgement, or the message, may be lost. */
  void resendAll() {
    sent.keySet().forEach(this::resend);
  }

  private Optional<NodeMessage> arrived(SequencedMessage message) {
    ConnectionId from = message.source();
    if (!routes.resumable(from)) {
      // Its arrival was lost. It sends again, and is known by then.
      counts.dropped(Drop.STRANGER);
      routes.discover(onArrival);
      return Optional.empty();
    }
    long last = received.getOrDefault(from, 0L);
    if (message.seq() > last + 1) {
      counts.dropped(Drop.GAP);
      // Once for each gap: one answer brings all that is missing.
      if (!Objects.equals(askedAfter.put(from, last), last)) {
        notice(from, SequenceNotice.Kind.RESEND, last);
      }
      return Optional.empty();
    }
    received.put(from, Math.max(last, message.seq()));
    notice(from, SequenceNotice.Kind.ACK, received.get(from));
    if (message.seq() <= last) {
      counts.dropped(Drop.REPEATED);
      return Optional.empty();
    }
    return Optional.of(message.message());
  }

  private void take(SequenceNotice notice) {
    ConnectionId from = notice.source();
    if (notice.kind() == SequenceNotice.Kind.RESYNC) {
      if (routes.resumable(from) && notice.seq() > received.getOrDefault(from, 0L) + 1) {
        received.put(from, notice.seq() - 1);
        onHole.run();
      }
      return;
    }
    if (sent.containsKey(from)) {
      sent.get(from).acknowledge(notice.seq());
      if (notice.kind() == SequenceNotice.Kind.RESEND) {
        resend(from);
      }
    }
  }

  private void resend(ConnectionId peer) {
    if (sent.containsKey(peer)) {
      sent.get(peer).unacknowledged().forEach(routes::route);
    }
  }

  private void notice(ConnectionId to, SequenceNotice.Kind kind, long seq) {
    routes.route(new SequenceNotice(to, roomId, me, kind, seq));
  }
}
