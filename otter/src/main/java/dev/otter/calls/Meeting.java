package dev.otter.calls;

import dev.otter.contract.calls.CallEvent;
import dev.otter.contract.calls.CallEventType;
import dev.otter.contract.id.ConnectionId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A time when two or more were in a room.
 *
 * @param who all who were in during it
 * @param from the index of the event by which they were two
 * @param to the index of the event by which they were no longer; the number of events while they
 *     are
 */
record Meeting(Set<ConnectionId> who, int from, int to) {

  /**
   * The last one of a call; null where no two ever met. Who is interrupted is still in. Of a node
   * that died the arrivals are missing, so whoever something happens to is in.
   */
  static Meeting last(List<CallEvent> events) {
    Meeting last = null;
    Set<ConnectionId> in = new HashSet<>();
    Set<ConnectionId> gone = new HashSet<>();
    for (int i = 0; i < events.size(); i++) {
      CallEvent event = events.get(i);
      ConnectionId who = event.connectionId();
      boolean were = in.size() > 1;
      if (who != null && event.is(CallEventType.LEFT)) {
        in.remove(who);
        gone.add(who);
      } else if (who != null && !gone.contains(who)) {
        in.add(who);
      }
      boolean are = in.size() > 1;
      if (are && !were) {
        last = new Meeting(new HashSet<>(in), i, events.size());
      } else if (are) {
        last.who.addAll(in);
      } else if (were) {
        last = new Meeting(last.who, last.from, i);
      }
    }
    return last;
  }

  /** Whether an event is about those who met, and nobody else. */
  boolean concerns(CallEvent event) {
    return who.contains(event.connectionId())
        && (event.peer() == null || who.contains(event.peer()));
  }
}
