package dev.otter.contract.room;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.id.RoomId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The distributed map of rooms: room id to {@link Room}, kept as JSON text so that a node of the
 * next version can read it, and so that a compare-and-set compares the same bytes on every node.
 * The rooms verticle alone writes; signaling reads it to route a first message. On a single node it
 * is a local map.
 */
public final class RoomMap {

  private static final String NAME = "otter.rooms";

  private final AsyncMap<String, String> map;
  private final DecodedRooms decoded = new DecodedRooms();

  private RoomMap(AsyncMap<String, String> map) {
    this.map = map;
  }

  /** Opens the map. */
  public static Future<RoomMap> open(Vertx vertx) {
    return vertx.sharedData().<String, String>getAsyncMap(NAME).map(RoomMap::new);
  }

  /** Reads a room; empty when there is none. */
  public Future<Optional<Room>> find(RoomId roomId) {
    return map.get(roomId.value())
        .map(json -> Optional.ofNullable(json).map(text -> decoded.read(roomId, text)));
  }

  /**
   * Writes a room unless one with its id is there.
   *
   * @return the room that was there before; empty when this one was written
   */
  public Future<Optional<Room>> putIfAbsent(Room room) {
    return map.putIfAbsent(room.roomId().value(), WireJson.write(room))
        .map(json -> Optional.ofNullable(json).map(text -> WireJson.read(text, Room.class)));
  }

  /**
   * Replaces a room if nobody changed it since it was read.
   *
   * @return whether it was replaced
   */
  public Future<Boolean> compareAndSet(Room read, Room changed) {
    String before = decoded.textOf(read);
    return map.replaceIfPresent(read.roomId().value(), before, decoded.write(changed));
  }

  /**
   * Removes a room if nobody changed it since it was read.
   *
   * @return whether it was removed
   */
  public Future<Boolean> removeUnchanged(Room read) {
    return map.removeIfPresent(read.roomId().value(), WireJson.write(read));
  }

  /** Reads all rooms. Costs as much as there are rooms: for sweeps, never for a message. */
  public Future<List<Room>> all() {
    return map.values().map(RoomMap::readAll);
  }

  private static List<Room> readAll(Collection<String> values) {
    return values.stream().map(text -> WireJson.read(text, Room.class)).toList();
  }
}
