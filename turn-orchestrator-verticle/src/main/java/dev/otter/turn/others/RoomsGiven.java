package dev.otter.turn.others;

import dev.otter.contract.id.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Which servers this node has given to the participants of which rooms, to tell them when one of
 * these is gone. It forgets a room that nobody has asked for in a while. Safe for any thread.
 */
final class RoomsGiven {

  /** So long a room is remembered after the last participant asked: twice a credential's life. */
  static final Duration LIFETIME = Duration.ofMinutes(20);

  /** More rooms than this are given servers, but not told when one is gone. */
  static final int MOST_REMEMBERED = 100_000;

  private final LongSupplier nanoTime;
  private final Map<RoomId, Given> remembered = new ConcurrentHashMap<>();

  /**
   * Remembers nothing yet.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  RoomsGiven(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void add(RoomId room, ServerList list) {
    if (remembered.size() < MOST_REMEMBERED || remembered.containsKey(room)) {
      remembered.put(room, new Given(list, nanoTime.getAsLong()));
    }
  }

  /** How many rooms have a server. */
  int count(OtherServer server) {
    return Math.toIntExact(
        remembered.values().stream().filter(each -> each.list.has(server)).count());
  }

  /**
   * The rooms with such a list, which are forgotten by that: they are told, and ask again.
   *
   * @param such which lists
   * @param age for how long they have had it at least
   */
  List<RoomAndList> take(Predicate<ServerList> such, Duration age) {
    long now = nanoTime.getAsLong();
    List<RoomAndList> taken = new ArrayList<>();
    remembered.forEach(
        (room, given) -> {
          boolean old = now - given.atNanos >= age.toNanos();
          if (old && such.test(given.list) && remembered.remove(room, given)) {
            taken.add(new RoomAndList(room, given.list.name()));
          }
        });
    return taken;
  }

  void sweep() {
    long now = nanoTime.getAsLong();
    remembered.values().removeIf(given -> now - given.atNanos > LIFETIME.toNanos());
  }

  /**
   * A room whose servers are not the right ones any more.
   *
   * @param room which
   * @param list the name of the list that it was given
   */
  record RoomAndList(RoomId room, String list) {}

  private record Given(ServerList list, long atNanos) {}
}
