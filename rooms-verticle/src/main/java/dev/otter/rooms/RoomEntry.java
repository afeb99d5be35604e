package dev.otter.rooms;

import dev.otter.contract.config.DuplicateIdentity;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.JoinedRoom;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules of coming in: who may, who gets the place that it has already, and whose place the
 * newest of an identity takes. Each is one compare-and-set. Stateless; safe for any thread.
 */
final class RoomEntry {

  private final RoomUpdates updates;
  private final DuplicateIdentity rule;
  private final RoomRevival revival;

  RoomEntry(RoomMap rooms, InstantSource clock, DuplicateIdentity rule, RoomRevival revival) {
    this.updates = new RoomUpdates(rooms, clock);
    this.rule = rule;
    this.revival = revival;
  }

  /**
   * One who came in.
   *
   * @param answer what the asker is told
   * @param replaced who went, as the same identity came in again
   */
  record Entered(JoinedRoom answer, List<Participant> replaced) {

    Room room() {
      return answer.room();
    }
  }

  /** Lets a connection in; a room that the cluster has lost is made again. */
  Future<Entered> join(JoinRoom request) {
    return revival
        .reviving(
            request.roomId(),
            request.seed(),
            () ->
                updates.update(
                    request.roomId(), room -> withNewcomer(room, request, updates.now())))
        .map(change -> entered(change, request));
  }

  private static Entered entered(RoomUpdates.Change change, JoinRoom request) {
    Room room = change.room();
    List<Participant> replaced =
        change.before().participants().stream()
            .filter(each -> room.participant(each.connectionId()).isEmpty())
            .toList();
    JoinedRoom answer =
        secondAsk(change.before(), request)
            .map(before -> new JoinedRoom(room, before.connectionId(), before))
            .orElseGet(() -> new JoinedRoom(room, request.connectionId(), null));
    return new Entered(answer, replaced);
  }

  private Room withNewcomer(Room room, JoinRoom request, Instant now) {
    RoomRevival.requireOpenTo(room, request.subject());
    if (room.participant(request.connectionId()).isPresent()) {
      return room;
    }
    Optional<Participant> in = secondAsk(room, request);
    if (in.isPresent()) {
      return room.withParticipant(again(in.get(), request), now);
    }
    List<Participant> participants = new ArrayList<>(room.participants());
    participants.removeIf(each -> givesWay(each, request));
    if (participants.size() >= room.maxParticipants()) {
      throw new RefusedException(
          ErrorCode.ROOM_FULL,
          "this room takes " + room.maxParticipants() + " participants, and all are here");
    }
    participants.add(Participant.live(request, now));
    return room.withParticipants(participants, now);
  }

  /** Who did not get the answer to its join asks again, with the secret that it came with. */
  private static Optional<Participant> secondAsk(Room room, JoinRoom request) {
    return room.participants().stream()
        .filter(each -> each.resumable() && each.lock().opensWith(request.resumeHash()))
        .filter(each -> each.subject().equals(request.subject()))
        .findFirst();
  }

  private static Participant again(Participant in, JoinRoom request) {
    if (request.attempt() <= in.lock().fence()) {
      throw ParticipantResumption.refused();
    }
    return in.joinedAgain(request);
  }

  private boolean givesWay(Participant older, JoinRoom request) {
    if (request.identity() == null || !Objects.equals(older.identity(), request.identity())) {
      return false;
    }
    return switch (rule) {
      case ALLOW -> false;
      case NEWEST -> true;
      case REFUSE -> {
        if (older.live()) {
          throw new RefusedException(
              ErrorCode.IDENTITY_PRESENT, "the same identity is in this room already");
        }
        yield true;
      }
    };
  }
}
