package dev.otter.rooms;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.InterruptParticipant;
import dev.otter.contract.room.InterruptedParticipant;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.ResumeParticipant;
import dev.otter.contract.room.ResumedParticipant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The rules of a break: a participant whose socket is gone is interrupted, and then either resumed
 * or expired. Each is one compare-and-set, and each names the life of the participant that it means
 * by the attempt that began it, so that of any two that contradict each other the first wins.
 * Stateless; safe for any thread.
 */
final class ParticipantResumption {

  private final RoomUpdates updates;

  ParticipantResumption(RoomMap rooms, InstantSource clock) {
    this.updates = new RoomUpdates(rooms, clock);
  }

  /**
   * Marks a participant, unless it was taken over, or was marked already. A life that it has not
   * got yet, it will not get any more.
   */
  Future<InterruptedParticipant> interrupt(InterruptParticipant request) {
    return updates
        .update(
            request.roomId(),
            room ->
                room.participant(request.connectionId())
                    .filter(Participant::resumable)
                    .map(each -> interrupted(room, each, request))
                    .orElse(room))
        .map(
            change ->
                new InterruptedParticipant(
                    change.room(),
                    isLive(change.before(), request) && !isLive(change.room(), request)));
  }

  private Room interrupted(Room room, Participant found, InterruptParticipant request) {
    if (found.life() == request.life()) {
      return found.live() ? room.withParticipant(found.interrupted(), updates.now()) : room;
    }
    boolean yetToCome =
        found.lock().knows(request.presentedHash()) && request.life() > found.lock().fence();
    // Nothing that anybody sees has changed, so the time of change stays.
    return yetToCome
        ? room.withParticipant(found.fencedAt(request.life()), room.updatedAt())
        : room;
  }

  private static boolean isLive(Room room, InterruptParticipant request) {
    return room.participant(request.connectionId()).filter(Participant::live).isPresent();
  }

  /**
   * Hands a participant over to a new socket.
   *
   * @return the room with it handed over, or nothing when nobody of that id is in; fails with
   *     {@link ErrorCode#RESUME_REFUSED} when the secret or the subject is another, or a later
   *     attempt came first
   */
  Future<ResumedParticipant> resume(ResumeParticipant request) {
    return updates
        .update(
            request.roomId(),
            room -> {
              RoomRevival.requireOpen(room);
              return room.participant(request.connectionId())
                  .map(found -> allowed(found, request))
                  .map(found -> found.resumed(request))
                  .map(taken -> room.withParticipant(taken, updates.now()))
                  .orElse(room);
            })
        .map(
            change ->
                change
                    .before()
                    .participant(request.connectionId())
                    .map(before -> new ResumedParticipant(change.room(), before))
                    .orElseGet(ParticipantResumption::nobody))
        // The cluster has lost the room: its participants come in anew, and make it again.
        .recover(
            failure ->
                RoomUpdates.isNotFound(failure)
                    ? Future.succeededFuture(nobody())
                    : Future.failedFuture(failure));
  }

  private static ResumedParticipant nobody() {
    return new ResumedParticipant(null, null);
  }

  private static Participant allowed(Participant found, ResumeParticipant request) {
    if (found.resumable()
        && found.lock().allowsStep(request.presentedHash(), request.newHash())
        && request.attempt() > found.lock().fence()
        && found.subject().equals(request.subject())) {
      return found;
    }
    throw refused();
  }

  static RefusedException refused() {
    return new RefusedException(
        ErrorCode.RESUME_REFUSED, "this secret does not resume this connection, or no longer");
  }

  /**
   * Removes a participant that is still interrupted.
   *
   * @param life the life that was interrupted
   * @return the room without it; empty when it was resumed or removed meanwhile
   */
  Future<Optional<Room>> expire(RoomId roomId, ConnectionId connectionId, long life) {
    return updates
        .update(
            roomId,
            room ->
                room.participant(connectionId)
                    .filter(each -> !each.live() && each.life() == life)
                    .map(each -> room.withParticipants(room.others(connectionId), updates.now()))
                    .orElse(room))
        .map(RoomUpdates.Change::ifWritten);
  }
}
