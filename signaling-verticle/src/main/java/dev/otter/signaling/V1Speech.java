package dev.otter.signaling;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.signaling.PeerMessage;
import dev.otter.contract.signaling.SequenceNotice;
import dev.otter.contract.signaling.SequencedMessage;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client of {@code otter.v1} says to its peers: to one, to several, and of numbers. Sent
 * on as it is, with the client's own id and room; what cannot be handed over is answered with an
 * error. Belongs to one {@link V1Connection} and its context.
 */
final class V1Speech {

  private static final Logger LOG = LoggerFactory.getLogger(V1Speech.class);

  private final PeerRoutes peers;
  private final ConnectionCounts counts;
  private final RoomId roomId;
  private final ConnectionId me;
  private final Consumer<String> answer;

  V1Speech(
      PeerRoutes peers,
      ConnectionCounts counts,
      RoomId roomId,
      ConnectionId me,
      Consumer<String> answer) {
    this.peers = peers;
    this.counts = counts;
    this.roomId = roomId;
    this.me = me;
    this.answer = answer;
  }

  void say(V1ClientMessage message) {
    if (message instanceof V1ClientMessage.ToPeer one) {
      one.destination()
          .ifPresentOrElse(
              to -> send(to, one.seq(), one.polite(), one.payload()),
              () -> fail(Optional.empty(), PeerRouter.unknownDestination()));
    } else if (message instanceof V1ClientMessage.ToAll all) {
      all.seqs().forEach((to, seq) -> send(to, seq, all.polite(), all.payload()));
    } else if (message instanceof V1ClientMessage.Notice notice) {
      if (notice.kind() == SequenceNotice.Kind.RESYNC) {
        counts.of(ConnectionCounts.Resync.MESSAGES).increment();
      }
      notice
          .destination()
          .ifPresent(
              to -> peers.route(new SequenceNotice(to, roomId, me, notice.kind(), notice.seq())));
    }
  }

  private void send(ConnectionId to, long seq, Boolean polite, Buffer payload) {
    peers
        .route(new SequencedMessage(new PeerMessage(to, roomId, me, polite, payload), seq))
        .onFailure(
            failure -> {
              if (failure instanceof RefusedException refused) {
                fail(Optional.of(to), refused);
              } else {
                LOG.error("routing failed roomId={} connectionId={}", roomId, me, failure);
                fail(
                    Optional.of(to),
                    new RefusedException(ErrorCode.INTERNAL, "the message was not routed"));
              }
            });
  }

  private void fail(Optional<ConnectionId> destination, RefusedException refusal) {
    answer.accept(V1Dialect.error(destination, refusal));
  }
}
