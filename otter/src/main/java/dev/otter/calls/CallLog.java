package dev.otter.calls;

import dev.otter.contract.calls.CallEvent;
import dev.otter.contract.id.RoomId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last events of the last rooms, in memory: bounded in rooms, in events of a room, in events of
 * all, and in time. What is full gives up its oldest. Belongs to one context.
 */
final class CallLog {

  /** How long a room is kept after its last event. */
  static final Duration LIFE = Duration.ofHours(1);

  private final int mostRooms;
  private final int mostOfRoom;
  private final int mostOfAll;

  /** The one of which something was heard longest ago first. */
  private final Map<RoomId, Kept> rooms = new LinkedHashMap<>();

  private int events;
  private final Deque<Instant> forgotten = new ArrayDeque<>();

  CallLog(int mostRooms, int mostOfRoom, int mostOfAll) {
    this.mostRooms = mostRooms;
    this.mostOfRoom = mostOfRoom;
    this.mostOfAll = mostOfAll;
  }

  /** One room's. */
  private static final class Kept {
    private final Deque<CallEvent> events = new ArrayDeque<>();
    private long dropped;

    private Instant lastAt() {
      return events.getLast().at();
    }
  }

  /**
   * What is kept of a room.
   *
   * @param roomId which
   * @param lastAt when something happened last
   * @param events the oldest first
   * @param dropped how many were given up
   */
  record Entry(RoomId roomId, Instant lastAt, List<CallEvent> events, long dropped) {}

  /** Keeps an event; the same once more in a row is only counted. */
  void add(RoomId room, CallEvent event) {
    sweep(event.at());
    Kept kept = rooms.remove(room);
    if (kept == null) {
      kept = new Kept();
    }
    rooms.put(room, kept);
    CallEvent before = kept.events.peekLast();
    if (before != null && before.same(event)) {
      kept.events.removeLast();
      kept.events.add(before.again(event));
      return;
    }
    kept.events.add(event);
    events++;
    if (kept.events.size() > mostOfRoom) {
      kept.events.removeFirst();
      kept.dropped++;
      events--;
    }
    while (rooms.size() > mostRooms || (events > mostOfAll && rooms.size() > 1)) {
      removeEldest();
      forgotten.add(event.at());
      if (forgotten.size() > mostRooms) {
        forgotten.removeFirst();
      }
    }
  }

  /** Lets go what is too old. */
  void sweep(Instant now) {
    Instant oldest = now.minus(LIFE);
    while (!rooms.isEmpty() && rooms.values().iterator().next().lastAt().isBefore(oldest)) {
      removeEldest();
    }
    while (!forgotten.isEmpty() && forgotten.getFirst().isBefore(oldest)) {
      forgotten.removeFirst();
    }
  }

  private void removeEldest() {
    Iterator<Kept> eldest = rooms.values().iterator();
    events -= eldest.next().events.size();
    eldest.remove();
  }

  /** What is kept of a room; empty for nothing. */
  Optional<Entry> of(RoomId room) {
    return Optional.ofNullable(rooms.get(room)).map(kept -> entry(room, kept));
  }

  /**
   * The rooms of which something was heard between two times, the newest first.
   *
   * @param before the later of the two; null for no bound
   */
  List<Entry> newest(Instant since, Instant before, int most) {
    List<Map.Entry<RoomId, Kept>> all = new ArrayList<>(rooms.entrySet());
    List<Entry> newest = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0 && newest.size() < most; i--) {
      Kept kept = all.get(i).getValue();
      if (kept.lastAt().isBefore(since)) {
        break;
      }
      if (before == null || !kept.lastAt().isAfter(before)) {
        newest.add(entry(all.get(i).getKey(), kept));
      }
    }
    return newest;
  }

  /** How many rooms were given up within the last hour, as there were too many; at most so many. */
  long forgotten() {
    return forgotten.size();
  }

  private static Entry entry(RoomId room, Kept kept) {
    return new Entry(room, kept.lastAt(), List.copyOf(kept.events), kept.dropped);
  }
}
