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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The rules of a break: a participant whose socket is gone is interrupted, and then either resumed
 * or expired. Each is one compare-and-set, and each names the life of the participant that it means
 * by the hash of that life's secret, so that of any two that contradict each other the first wins.
 * Stateless; safe for any thread.
 */
final class ParticipantResumption {

  private final RoomUpdates updates;

  ParticipantResumption(RoomMap rooms, InstantSource clock) {
    this.updates = new RoomUpdates(rooms, clock);
  }

  /** Marks a participant, unless it was taken over, or was marked already. */
  Future<InterruptedParticipant> interrupt(InterruptParticipant request) {
    return updates
        .update(
            request.roomId(),
            room ->
                room.participant(request.connectionId())
                    .filter(each -> each.resumable() && each.isOf(request.resumeHash()))
                    .map(each -> room.withParticipant(each.interrupted(), changedAt(room, each)))
                    .orElse(room))
        .map(change -> new InterruptedParticipant(change.room(), change.written()));
  }

  /** What is as it was keeps its time of change, so that nothing is written. */
  private Instant changedAt(Room room, Participant participant) {
    return participant.live() ? updates.now() : room.updatedAt();
  }

  /**
   * Hands a participant over to a new socket.
   *
   * @return the room with it handed over, or nothing when nobody of that id is in; fails with
   *     {@link ErrorCode#RESUME_REFUSED} when the secret or the subject is another
   */
  Future<ResumedParticipant> resume(ResumeParticipant request) {
    return updates
        .update(
            request.roomId(),
            room -> {
              if (room.closed()) {
                throw new RefusedException(ErrorCode.ROOM_CLOSED, "this room has ended");
              }
              return room.participant(request.connectionId())
                  .map(found -> allowed(found, request))
                  .map(found -> found.resumedAt(request.node(), request.newHash()))
                  .map(taken -> room.withParticipant(taken, updates.now()))
                  .orElse(room);
            })
        .map(
            change ->
                change
                    .before()
                    .participant(request.connectionId())
                    .map(before -> new ResumedParticipant(change.room(), before))
                    .orElseGet(() -> new ResumedParticipant(null, null)));
  }

  private static Participant allowed(Participant found, ResumeParticipant request) {
    if (found.resumable()
        && found.isOf(request.presentedHash())
        && found.subject().equals(request.subject())) {
      return found;
    }
    throw new RefusedException(
        ErrorCode.RESUME_REFUSED, "this secret does not resume this connection, or no longer");
  }

  /**
   * Removes a participant that is still interrupted.
   *
   * @param resumeHash the life that was interrupted
   * @return the room without it; empty when it was resumed or removed meanwhile
   */
  Future<Optional<Room>> expire(RoomId roomId, ConnectionId connectionId, String resumeHash) {
    return updates
        .update(
            roomId,
            room ->
                room.participant(connectionId)
                    .filter(each -> !each.live() && each.isOf(resumeHash))
                    .map(each -> room.withParticipants(room.others(connectionId), updates.now()))
                    .orElse(room))
        .map(RoomUpdates.Change::ifWritten);
  }
}
