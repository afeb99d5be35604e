package dev.otter.signaling;

import dev.otter.contract.auth.RoomClaims;
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
import dev.otter.contract.signaling.ParticipantInterrupted;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.ParticipantResumed;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One {@link V1Connection}'s place in its room: how it is got, got back and given up, and how the
 * others are told of it. Belongs to the connection and its context, except {@link #id}, which any
 * thread may ask.
 */
final class V1Membership {

  private static final Logger LOG = LoggerFactory.getLogger(V1Membership.class);

  private final SignalingNode node;
  private final RoomClaims claims;
  private final RoomId roomId;
  private final RoomConnection connection;
  private final ResumeSecret secret = ResumeSecret.random();
  private volatile ConnectionId id;
  private volatile Participant place;
  private Future<?> entered = Future.failedFuture("not in yet");

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

  /** What the client may resume with after this. */
  ResumeSecret secret() {
    return secret;
  }

  /** Comes in anew; completes when the others were told, with the room as it was then. */
  Future<Room> join() {
    Future<Room> joined =
        node.rooms()
            .join(new JoinRoom(roomId, id, claims.subject(), secret.hash()))
            .onSuccess(this::onPlace)
            .onSuccess(room -> LOG.info("joined roomId={} connectionId={}", roomId, id));
    entered = joined;
    return joined.compose(
        room ->
            node.router()
                .tellOthers(room, id, other -> new ParticipantJoined(other, roomId, id, true))
                .map(room));
  }

  /**
   * Gets a place back.
   *
   * @return the room with this connection in; empty when it has no such place any longer
   */
  Future<Optional<Room>> resume(V1ClientMessage.Resume hello) {
    ConnectionId fresh = id;
    String presented = new ResumeSecret(hello.secret()).hash();
    ConnectionId claimed = hello.connectionId();
    Future<Optional<Room>> resumed =
        node.rooms()
            .resume(
                new ResumeParticipant(
                    roomId, claimed, claims.subject(), presented, secret.hash(), node.tag()))
            .map(
                answer -> {
                  if (answer.room() == null) {
                    return Optional.<Room>empty();
                  }
                  id = claimed;
                  takeOver(fresh, answer.before());
                  onPlace(answer.room());
                  LOG.info("resumed roomId={} connectionId={}", roomId, id);
                  return Optional.of(answer.room());
                })
            .onFailure(failure -> id = inDoubt(failure) ? claimed : fresh);
    entered = resumed;
    return resumed.compose(found -> found.map(this::greet).orElse(resumed));
  }

  private void onPlace(Room room) {
    place = room.participant(id).orElse(null);
  }

  /** What another socket of this participant has is this one's now. */
  private void takeOver(ConnectionId fresh, Participant before) {
    node.connections()
        .move(fresh, connection)
        .ifPresent(
            old -> old.close(ErrorCode.RESUMED_ELSEWHERE, "another socket has resumed this one"));
    if (before.live() && !before.node().equals(node.tag())) {
      node.router().route(new ParticipantResumed(id, roomId, id, node.tag()), before.node());
    }
  }

  /**
   * Tells the others, and reads the room again: what changed before the table had this connection
   * was told to nobody.
   */
  private Future<Optional<Room>> greet(Room room) {
    node.router()
        .tellOthers(room, id, other -> new ParticipantResumed(other, roomId, id, node.tag()));
    return node.rooms().find(roomId.value()).otherwise(room).map(Optional::of);
  }

  /**
   * Gives the place up, or leaves it for a resume; one that another socket has taken over is left
   * alone. On a node that may not decide, the other side of the cluster has seen to it, and {@link
   * PlaceReview} will.
   *
   * @param forGood whether nobody will come back for it
   * @return completes when the room knows, and the others
   */
  Future<Void> end(boolean forGood) {
    return entered.transform(
        in -> {
          place = null;
          if (!node.gate().decides() || (in.failed() && !inDoubt(in.cause()))) {
            return Future.succeededFuture();
          }
          return (forGood ? leave() : interrupt())
              .onFailure(
                  failure ->
                      LOG.error("could not end roomId={} connectionId={}", roomId, id, failure));
        });
  }

  private Future<Void> leave() {
    LOG.info("left roomId={} connectionId={}", roomId, id);
    return node.rooms()
        .leave(new LeaveRoom(roomId, id, secret.hash()))
        .compose(
            room ->
                room.participant(id).isPresent()
                    ? Future.succeededFuture()
                    : node.router()
                        .tellOthers(room, id, other -> new ParticipantLeft(other, roomId, id)));
  }

  private Future<Void> interrupt() {
    LOG.info("interrupted roomId={} connectionId={}", roomId, id);
    return node.rooms()
        .interrupt(new InterruptParticipant(roomId, id, secret.hash()))
        .compose(
            interrupted ->
                interrupted.changed()
                    ? node.router()
                        .tellOthers(
                            interrupted.room(),
                            id,
                            other -> new ParticipantInterrupted(other, roomId, id, node.tag()))
                    : Future.succeededFuture());
  }

  /** What was asked and not answered may still have been done. */
  private static boolean inDoubt(Throwable failure) {
    return !(failure instanceof RefusedException refused)
        || refused.code() == ErrorCode.NOT_READY
        || refused.code() == ErrorCode.INTERNAL;
  }
}
