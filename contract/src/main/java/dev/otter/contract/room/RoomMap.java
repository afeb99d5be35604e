package dev.otter.contract.room;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.store.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The distributed map of rooms: room id to {@link Room}, kept as JSON text so that a node of the
 * next version can read it, and so that a compare-and-set compares the same bytes on every node.
 * The rooms verticle alone writes; signaling reads it to route a first message. On a single node it
 * is a local map.
 *
 * <p>In front of a {@link RoomStore} it is written through: what must outlive the cluster is on the
 * disk before it is in the map, and a room that the map has lost is read from there. Who comes and
 * goes is in the map only.
 */
public final class RoomMap {

  /** Its name in the cluster. */
  public static final String NAME = "otter.rooms";

  private static final int FORGOTTEN_AT_ONCE = 500;
  private static final Logger LOG = LoggerFactory.getLogger(RoomMap.class);

  private final AsyncMap<String, String> map;
  private final RoomStore store;
  private final RoomEventRecorder recorder;
  private final DecodedRooms decoded = new DecodedRooms();

  private RoomMap(AsyncMap<String, String> map, RoomStore store, RoomEventRecorder recorder) {
    this.map = map;
    this.store = store;
    this.recorder = recorder;
  }

  /** Opens the map for those who only read it, or where nothing outlives it. */
  public static Future<RoomMap> open(Vertx vertx) {
    return open(vertx, RoomStore.none(), RoomEventRecorder.NONE);
  }

  /**
   * Opens the map in front of a store.
   *
   * @param recorder who wants to know what happens to rooms
   */
  public static Future<RoomMap> open(Vertx vertx, RoomStore store, RoomEventRecorder recorder) {
    return vertx
        .sharedData()
        .<String, String>getAsyncMap(NAME)
        .map(map -> new RoomMap(map, store, recorder));
  }

  /** Reads a room; empty when there is none. */
  public Future<Optional<Room>> find(RoomId roomId) {
    return inMap(roomId)
        .compose(
            room ->
                room.isPresent() || !store.keeps()
                    ? Future.succeededFuture(room)
                    : store.find(roomId).compose(this::restored));
  }

  /**
   * Writes a room unless one with its id is there, or the store keeps one with its unique name.
   *
   * @return the room that was there before; empty when this one was written
   */
  public Future<Optional<Room>> putIfAbsent(Room room) {
    Room recorded = recorder.wanted() ? room.recording(null) : room;
    return putRecorded(recorded).onSuccess(there -> tellRecorder(recorded, there.isEmpty()));
  }

  private Future<Optional<Room>> putRecorded(Room room) {
    return inMap(room.roomId())
        .compose(
            there -> {
              if (there.isPresent()) {
                return Future.succeededFuture(there);
              }
              // With a store it is the store that decides which of several at once has made it.
              return store.keeps()
                  ? store
                      .insert(room)
                      .compose(
                          kept ->
                              kept.isPresent()
                                  ? restored(kept)
                                  : putInMap(room).map(Optional.<Room>empty()))
                  : putInMap(room);
            });
  }

  /** Puts a room that the store keeps back into the map; what is there already stays. */
  public Future<Optional<Room>> restored(Optional<Room> kept) {
    return kept.isEmpty()
        ? Future.succeededFuture(kept)
        : putInMap(kept.get()).map(there -> there.isPresent() ? there : kept);
  }

  private Future<Optional<Room>> inMap(RoomId roomId) {
    return map.get(roomId.value())
        .map(json -> Optional.ofNullable(json).map(text -> decoded.read(roomId, text)));
  }

  private Future<Optional<Room>> putInMap(Room room) {
    return map.putIfAbsent(room.roomId().value(), WireJson.write(room)).map(RoomMap::read);
  }

  private static Optional<Room> read(String json) {
    return Optional.ofNullable(json).map(text -> WireJson.read(text, Room.class));
  }

  /**
   * Replaces a room if nobody changed it since it was read.
   *
   * @return whether it was replaced
   */
  public Future<Boolean> compareAndSet(Room read, Room changed) {
    Room recorded = recorder.wanted() ? changed.recording(read) : changed;
    return replace(read, recorded).onSuccess(replaced -> tellRecorder(recorded, replaced));
  }

  private void tellRecorder(Room room, boolean written) {
    if (written && !room.recordedEvents().waiting().isEmpty()) {
      recorder.written(room);
    }
  }

  private Future<Boolean> replace(Room read, Room changed) {
    Future<Void> kept =
        read.keptPart().equals(changed.keptPart())
            ? Future.succeededFuture()
            : store.update(changed);
    String before = decoded.textOf(read);
    return kept.compose(
            done -> map.replaceIfPresent(read.roomId().value(), before, decoded.write(changed)))
        .onSuccess(replaced -> keepUse(read, changed, replaced));
  }

  /**
   * That a room is in use is kept once a day, and nobody waits for it: joining goes on while the
   * store is away.
   */
  private void keepUse(Room read, Room changed, boolean replaced) {
    if (replaced && Duration.between(day(read), day(changed)).toDays() > 0) {
      store.update(changed).onFailure(failure -> LOG.debug("use of a room not kept", failure));
    }
  }

  private static Instant day(Room room) {
    return room.updatedAt().truncatedTo(ChronoUnit.DAYS);
  }

  /**
   * Removes a room if nobody changed it since it was read.
   *
   * @return whether it was removed
   */
  public Future<Boolean> removeUnchanged(Room read) {
    return evictUnchanged(read)
        .compose(
            removed ->
                removed ? store.delete(read.roomId()).map(true) : Future.succeededFuture(false));
  }

  /** Whether a room that is not in the map may still be kept. */
  public boolean keeps() {
    return store.keeps();
  }

  /**
   * Takes a room out of the memory of the nodes, if nobody changed it since it was read; where it
   * is kept, it stays so.
   *
   * @return whether it was taken out
   */
  public Future<Boolean> evictUnchanged(Room read) {
    String id = read.roomId().value();
    // By the text that is there: what another version wrote says the same in other words.
    return map.get(id)
        .compose(
            text ->
                text != null && decoded.read(read.roomId(), text).equals(read)
                    ? map.removeIfPresent(id, text)
                    : Future.succeededFuture(false));
  }

  /** Forgets kept rooms that ended before a time; those in memory are not looked at. */
  public Future<Void> forgetEnded(Instant before) {
    return store
        .deleteEnded(before, FORGOTTEN_AT_ONCE)
        .compose(
            count -> count < FORGOTTEN_AT_ONCE ? Future.succeededFuture() : forgetEnded(before));
  }

  /** How many rooms there are, in the memory of all nodes. */
  public Future<Integer> size() {
    return map.size();
  }

  /** The ids of all rooms, in their order. Costs as much as there are rooms. */
  public Future<List<RoomId>> ids() {
    return map.keys().map(ids -> ids.stream().sorted().map(RoomId::new).toList());
  }

  /** Reads all rooms. Costs as much as there are rooms: for sweeps, never for a message. */
  public Future<List<Room>> all() {
    return map.values().map(RoomMap::readAll);
  }

  private static List<Room> readAll(Collection<String> values) {
    return values.stream().map(text -> WireJson.read(text, Room.class)).toList();
  }
}
