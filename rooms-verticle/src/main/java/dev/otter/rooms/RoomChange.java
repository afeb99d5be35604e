package dev.otter.rooms;

import dev.otter.contract.room.ChangeRoom;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomTerms;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;

/** How the size and the terms of a room change. Stateless; safe for any thread. */
final class RoomChange {

  private final RoomDeadlines deadlines;
  private final RoomUpdates updates;

  RoomChange(RoomMaps maps, InstantSource clock) {
    this.deadlines = maps.deadlines();
    this.updates = new RoomUpdates(maps.rooms(), clock);
  }

  /** Changes a room that has not ended. Who is in stays, also where there are too many by now. */
  Future<Room> change(ChangeRoom request) {
    return updates
        .update(
            request.roomId(),
            room -> {
              RoomRevival.requireOpen(room);
              int max =
                  Optional.ofNullable(request.maxParticipants()).orElse(room.maxParticipants());
              RoomTerms terms = terms(room.terms(), request);
              return max == room.maxParticipants() && terms.equals(room.terms())
                  ? room
                  : room.withTerms(max, terms, updates.now());
            })
        .map(RoomUpdates.Change::room)
        .compose(room -> deadlines.note(room).map(room));
  }

  private static RoomTerms terms(RoomTerms now, ChangeRoom request) {
    String metadata = request.metadata() == null ? now.metadata() : request.metadata();
    return new RoomTerms(
        ChangeRoom.NO_METADATA.equals(metadata) ? null : metadata,
        Optional.ofNullable(request.emptySeconds()).orElse(now.emptySeconds()),
        Optional.ofNullable(request.maxSeconds()).orElse(now.maxSeconds()));
  }
}
