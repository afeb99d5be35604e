package dev.otter.rooms;

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
 */
record RoomMaps(RoomMap rooms, UniqueNameMap names, RoomDeadlines deadlines) {

  /** Opens them in front of a store. */
  static Future<RoomMaps> open(Vertx vertx, RoomStore store) {
    Future<RoomMap> rooms = RoomMap.open(vertx, store);
    Future<UniqueNameMap> names = UniqueNameMap.open(vertx, store);
    Future<RoomDeadlines> deadlines = RoomDeadlines.open(vertx);
    return Future.all(rooms, names, deadlines)
        .map(opened -> new RoomMaps(rooms.result(), names.result(), deadlines.result()));
  }
}
