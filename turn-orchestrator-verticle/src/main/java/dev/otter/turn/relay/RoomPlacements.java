package dev.otter.turn.relay;

import dev.otter.contract.id.RoomId;
import dev.otter.contract.kv.KeyValueStore;
import dev.otter.contract.kv.KeyValueStores;
import dev.otter.contract.turn.RelayReport;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which relay a room is on. A store that all nodes share decides, so that both ends of a call get
 * the same one, whichever node they ask; each node remembers what it handed out itself, to tell
 * those rooms when the relay goes. A placement ends when nobody of the room has asked for a while.
 * Safe for any thread.
 */
public final class RoomPlacements {

  /** So long a placement stays after the last participant asked: twice a credential's life. */
  static final Duration LIFETIME = Duration.ofMinutes(20);

  /** More rooms than this are placed, but not told when their relay goes. */
  static final int MOST_REMEMBERED = 100_000;

  private static final String STORE = "turn-placements";

  private final RelayDirectory directory;
  private final LongSupplier nanoTime;
  private final KeyValueStore store;
  private final Map<RoomId, Placed> remembered = new ConcurrentHashMap<>();

  /**
   * Makes placements.
   *
   * @param directory which relays there are
   * @param stores where they are kept
   * @param nanoTime as {@link System#nanoTime}
   */
  public RoomPlacements(RelayDirectory directory, KeyValueStores stores, LongSupplier nanoTime) {
    this.directory = directory;
    this.store = stores.open(STORE);
    this.nanoTime = nanoTime;
  }

  /**
   * Places a room, or finds where it is.
   *
   * @param roomId which
   * @return a relay that is ready: the one that the room is on while that is ready, else the one on
   *     which the fewest rooms are; empty when no relay is ready
   */
  public Future<Optional<RelayReport>> place(RoomId roomId) {
    List<RelayReport> ready = directory.ready();
    if (ready.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return store
        .get(roomId.value())
        .compose(
            placed -> {
              Optional<RelayReport> still = placed.flatMap(id -> named(ready, id));
              if (still.isPresent()) {
                return store.put(roomId.value(), still.get().id(), LIFETIME).map(still);
              }
              return move(roomId, placed, leastUsed(ready));
            })
        .onSuccess(relay -> relay.ifPresent(found -> remember(roomId, found.id())));
  }

  /** The rooms that this node has placed on a relay. */
  public List<RoomId> roomsOn(String relayId) {
    List<RoomId> rooms = new ArrayList<>();
    remembered.forEach(
        (room, placed) -> {
          if (placed.relayId.equals(relayId)) {
            rooms.add(room);
          }
        });
    return rooms;
  }

  /** How many rooms this node has placed on each relay. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new HashMap<>();
    remembered.values().forEach(placed -> counts.merge(placed.relayId, 1, Integer::sum));
    return counts;
  }

  /** Takes the rooms of a relay off it; their participants have been told to ask again. */
  public void clear(String relayId) {
    for (RoomId room : roomsOn(relayId)) {
      remembered.computeIfPresent(
          room, (same, placed) -> placed.relayId.equals(relayId) ? null : placed);
      store.deleteIf(room.value(), relayId);
    }
  }

  /** Forgets rooms that nobody has asked for. */
  public void sweep() {
    long now = nanoTime.getAsLong();
    remembered.values().removeIf(placed -> now - placed.atNanos > LIFETIME.toNanos());
  }

  /** Of several who move a room at once, the first one decides. */
  private Future<Optional<RelayReport>> move(RoomId roomId, Optional<String> from, RelayReport to) {
    Future<?> removed =
        from.isPresent() ? store.deleteIf(roomId.value(), from.get()) : Future.succeededFuture();
    return removed
        .compose(done -> store.putIfAbsent(roomId.value(), to.id(), LIFETIME))
        .map(other -> other.flatMap(id -> named(directory.ready(), id)).orElse(to))
        .map(Optional::of);
  }

  private RelayReport leastUsed(List<RelayReport> ready) {
    Map<String, Integer> counts = counts();
    return ready.stream()
        .min(
            Comparator.<RelayReport>comparingInt(
                    relay -> Math.max(relay.use().rooms(), counts.getOrDefault(relay.id(), 0)))
                .thenComparing(RelayReport::id))
        .orElseThrow();
  }

  private void remember(RoomId roomId, String relayId) {
    if (remembered.size() < MOST_REMEMBERED || remembered.containsKey(roomId)) {
      remembered.put(roomId, new Placed(relayId, nanoTime.getAsLong()));
    }
  }

  private static Optional<RelayReport> named(List<RelayReport> relays, String relayId) {
    return relays.stream().filter(relay -> relay.id().equals(relayId)).findFirst();
  }

  private record Placed(String relayId, long atNanos) {}
}
