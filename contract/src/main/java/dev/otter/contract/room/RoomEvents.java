package dev.otter.contract.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened to a room and was not handed over yet to those who tell others. It is a part of the
 * room, and so is written by the same compare-and-set as the change itself: neither is there
 * without the other, whichever node dies.
 *
 * @param last the number of the room's last event; 0 before the first
 * @param waiting those that were not handed over yet, oldest first
 * @param missed how many were left out since the last, because {@value #MAX_WAITING} wait already
 */
public record RoomEvents(long last, List<RoomEvent> waiting, long missed) {

  /** No event yet. */
  public static final RoomEvents NONE = new RoomEvents(0, List.of(), 0);

  /** So many may wait: with more, the room itself would become too large to be passed around. */
  public static final int MAX_WAITING = 50;

  /** Keeps its own copy of the list. */
  public RoomEvents {
    waiting = List.copyOf(waiting);
  }

  /** These and those that lead from one state of a room to the next. */
  RoomEvents and(Room before, Room after) {
    Instant at = after.updatedAt();
    RoomEvents events = this;
    if (before == null) {
      events = events.and(RoomEventType.ROOM_CREATED, at, null);
    } else {
      for (Participant each : before.participants()) {
        if (after.participant(each.connectionId()).isEmpty()) {
          events = events.and(RoomEventType.PARTICIPANT_LEFT, at, each);
        }
      }
    }
    for (Participant each : after.participants()) {
      if (before == null || before.participant(each.connectionId()).isEmpty()) {
        events = events.and(RoomEventType.PARTICIPANT_JOINED, at, each);
      }
    }
    if (after.closed() && (before == null || !before.closed())) {
      events = events.and(RoomEventType.ROOM_ENDED, at, null);
    }
    return events;
  }

  private RoomEvents and(RoomEventType type, Instant at, Participant about) {
    if (waiting.size() >= MAX_WAITING) {
      return new RoomEvents(last, waiting, missed + 1);
    }
    List<RoomEvent> more = new ArrayList<>(waiting);
    more.add(
        new RoomEvent(
            last + 1,
            type,
            at,
            missed,
            about == null ? null : about.connectionId(),
            about == null ? null : about.identity()));
    return new RoomEvents(last + 1, more, 0);
  }

  /** Those that wait still, when all up to a number were handed over. */
  public RoomEvents handedOver(long number) {
    return new RoomEvents(
        last, waiting.stream().filter(event -> event.number() > number).toList(), missed);
  }
}
