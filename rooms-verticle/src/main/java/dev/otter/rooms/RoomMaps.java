package dev.otter.rooms;

import dev.otter.contract.room.RoomEventRecorder;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.store.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * The distributed maps that this package writes.
 *
 * @param rooms the rooms
 * @param names which room has which name
 * @param deadlines which rooms end by themselves
 * @param ofKeys which rooms each API key has made
 */
record RoomMaps(RoomMap rooms, UniqueNameMap names, RoomDeadlines deadlines, RoomsOfKeys ofKeys) {

  /** Opens them in front of a store, where nobody wants to know what happens to rooms. */
  static Future<RoomMaps> open(Vertx vertx, RoomStore store) {
    return open(vertx, store, RoomEventRecorder.NONE);
  }

  /** Opens them in front of a store; {@code recorder} is told what happens to rooms. */
  static Future<RoomMaps> open(Vertx vertx, RoomStore store, RoomEventRecorder recorder) {
    Future<RoomMap> rooms = RoomMap.open(vertx, store, recorder);
    Future<UniqueNameMap> names = UniqueNameMap.open(vertx, store);
    Future<RoomDeadlines> deadlines = RoomDeadlines.open(vertx);
    return Future.all(rooms, names, deadlines)
        .map(
            opened ->
                new RoomMaps(
                    rooms.result(), names.result(), deadlines.result(), new RoomsOfKeys(vertx)));
  }
}
