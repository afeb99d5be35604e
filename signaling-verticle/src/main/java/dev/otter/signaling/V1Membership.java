package dev.otter.signaling;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.calls.CallEventType;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.InterruptParticipant;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.LeaveRoom;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.ResumeParticipant;
import dev.otter.contract.room.Room;
import dev.otter.contract.signaling.ConnectionDismissed;
import dev.otter.contract.signaling.ParticipantInterrupted;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.ParticipantResumed;
import dev.otter.signaling.ConnectionCounts.Resume;
import dev.otter.signaling.ConnectionCounts.Resync;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One {@link V1Connection}'s place in its room: how it is got, got back and given up, and how the
 * others are told of it. Belongs to the connection and its context, except {@link #id} and {@link
 * #life}, which any thread may ask.
 */
final class V1Membership {

  private static final Logger LOG = LoggerFactory.getLogger(V1Membership.class);
  private static final String TAKEN_OVER = "another socket has resumed this one";

  private final SignalingNode node;
  private final RoomClaims claims;
  private final RoomId roomId;
  private final RoomConnection connection;
  private volatile ConnectionId id;
  private volatile long life;
  private volatile Participant place;

  /** The resume of which it is not known whether it took effect; null otherwise. */
  private V1ClientMessage.Resume inDoubt;

  private Future<?> entered = Future.failedFuture("not in yet");

  /** Whether the socket is gone. An answer may still come; nothing is held by it any more. */
  private boolean over;

  V1Membership(SignalingNode node, RoomClaims claims, RoomConnection connection) {
    this.node = node;
    this.claims = claims;
    this.roomId = claims.roomId();
    this.connection = connection;
    this.id = ConnectionId.random(node.tag());
  }

  /** The address: a new one, or from a resume on the old one. */
  ConnectionId id() {
    return id;
  }

  /** The place that it has; null before it has one and after {@link #end}. */
  Participant place() {
    return place;
  }

  /** The client's number for the attempt that this connection is; 0 before it said so. */
  long life() {
    return life;
  }

  /**
   * Comes in anew, or gets the place that an earlier attempt with the same secret got.
   *
   * @return completes when the others were told, with the room as it was then
   */
  Future<Room> join(V1ClientMessage.Join hello) {
    return join(hello.secret(), hello.attempt());
  }

  private Future<Room> join(ResumeSecret secret, long attempt) {
    ConnectionId fresh = id;
    life = attempt;
    Future<Room> joined =
        node.rooms()
            .join(JoinRoom.of(claims, fresh, secret.hash(), attempt))
            .compose(
                answer ->
                    answer
                        .takenOver()
                        .map(
                            before -> {
                              takeOver(fresh, before);
                              return told(answer.room());
                            })
                        .orElseGet(() -> announced(answer.room())));
    entered = joined;
    return joined;
  }

  private Future<Room> announced(Room room) {
    place = over ? null : room.participant(id).orElse(null);
    LOG.info("joined roomId={} connectionId={}", roomId, id);
    node.calls().tell(roomId, CallEventType.JOINED, id, null);
    return node.router().tellArrived(room, id).map(room);
  }

  /**
   * Gets a place back; where there is none any longer, comes in anew.
   *
   * @param onAnew is called before it comes in anew
   * @return the room with this connection in
   */
  Future<Room> resume(V1ClientMessage.Resume hello, Runnable onAnew) {
    ConnectionId fresh = id;
    life = hello.attempt();
    Future<Optional<Room>> resumed =
        node.rooms()
            .resume(
                new ResumeParticipant(
                    roomId,
                    hello.connectionId(),
                    claims.subject(),
                    hello.secret().hash(),
                    hello.nextSecret().hash(),
                    hello.attempt(),
                    node.tag()))
            .onFailure(
                failure -> {
                  node.connectionCounts().of(Resume.FAILED).increment();
                  if (inDoubt(failure)) {
                    inDoubt = hello;
                  }
                })
            .map(
                answer -> {
                  boolean there = answer.room() != null;
                  node.connectionCounts().of(there ? Resume.RESUMED : Resume.ANEW).increment();
                  if (there) {
                    takeOver(fresh, answer.before());
                  }
                  return Optional.ofNullable(answer.room());
                });
    entered = resumed;
    return resumed.compose(
        found ->
            found
                .map(this::told)
                .orElseGet(
                    () -> {
                      node.connectionCounts().of(Resync.PLACE).increment();
                      onAnew.run();
                      return join(hello.nextSecret(), hello.attempt());
                    }));
  }

  /** What another socket of this participant has is this one's now. */
  private void takeOver(ConnectionId fresh, Participant before) {
    id = before.connectionId();
    LOG.info("resumed roomId={} connectionId={}", roomId, id);
    node.calls().tell(roomId, CallEventType.RESUMED, id, null);
    if (!over) {
      node.connections()
          .move(fresh, connection)
          .ifPresent(older -> older.close(ErrorCode.RESUMED_ELSEWHERE, TAKEN_OVER));
    }
    if (over || !before.node().equals(node.tag())) {
      node.router()
          .route(
              ConnectionDismissed.of(roomId, before, ErrorCode.RESUMED_ELSEWHERE, TAKEN_OVER),
              before.node());
    }
  }

  /**
   * Tells the others, and reads the room again: what changed before the table had this connection
   * was told to nobody.
   */
  private Future<Room> told(Room room) {
    node.router()
        .tellOthers(room, id, other -> new ParticipantResumed(other, roomId, id, node.tag()));
    return node.rooms().find(roomId.value()).otherwise(room).map(this::stillIn);
  }

  private Room stillIn(Room room) {
    Participant now = room.participant(id).orElseThrow(V1Membership::wentMeanwhile);
    if (now.life() != life) {
      throw new RefusedException(ErrorCode.RESUMED_ELSEWHERE, TAKEN_OVER);
    }
    place = over ? null : now;
    return room;
  }

  static RefusedException wentMeanwhile() {
    return new RefusedException(ErrorCode.PUT_OUT, "you were put out");
  }

  /**
   * Gives the place up, or leaves it for a resume; one that another socket has taken over is left
   * alone. On a node that may not decide, the other side of the cluster has seen to it, and {@link
   * PlaceReview} will.
   *
   * @param forGood whether nobody will come back for it
   * @param why an {@code EndCode} or the code of an error
   * @return completes when the room knows, and the others
   */
  Future<Void> end(boolean forGood, String why) {
    over = true;
    return entered.transform(
        in -> {
          place = null;
          if (!node.gate().decides() || (in.failed() && !inDoubt(in.cause()))) {
            return Future.succeededFuture();
          }
          // Where it is not known whether it got its place, it may be somebody else's.
          return (forGood && inDoubt == null ? leave(why) : interrupt(why))
              .onFailure(
                  failure ->
                      LOG.error("could not end roomId={} connectionId={}", roomId, id, failure));
        });
  }

  private Future<Void> leave(String why) {
    LOG.info("left roomId={} connectionId={}", roomId, id);
    return node.rooms()
        .leave(new LeaveRoom(roomId, id, life))
        .compose(
            room -> {
              if (room.participant(id).isPresent()) {
                return Future.succeededFuture();
              }
              node.calls().tell(roomId, CallEventType.LEFT, id, why);
              return node.router()
                  .tellOthers(room, id, other -> new ParticipantLeft(other, roomId, id));
            });
  }

  private Future<Void> interrupt(String why) {
    ConnectionId whom = inDoubt == null ? id : inDoubt.connectionId();
    String presented = inDoubt == null ? null : inDoubt.secret().hash();
    LOG.info("interrupted roomId={} connectionId={}", roomId, whom);
    return node.rooms()
        .interrupt(new InterruptParticipant(roomId, whom, life, presented))
        .compose(
            interrupted -> {
              if (!interrupted.changed()) {
                return Future.succeededFuture();
              }
              node.calls().tell(roomId, CallEventType.INTERRUPTED, whom, why);
              return node.router()
                  .tellOthers(
                      interrupted.room(),
                      whom,
                      other -> new ParticipantInterrupted(other, roomId, whom, node.tag()));
            });
  }

  /** What was asked and not answered may still have been done. */
  private static boolean inDoubt(Throwable failure) {
    return !(failure instanceof RefusedException refused)
        || refused.code() == ErrorCode.NOT_READY
        || refused.code() == ErrorCode.INTERNAL;
  }
}
