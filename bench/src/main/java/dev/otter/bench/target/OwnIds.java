package dev.otter.bench.target;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Names for servers that take any: rooms nobody has to make, ids that clients choose. */
final class OwnIds {

  private static final AtomicLong NEXT = new AtomicLong();

  private OwnIds() {}

  /** As long as one of Otter's connection ids, so that no server has shorter messages. */
  static String next() {
    return String.format("bench%06d.aGVsbG8td29ybGQtMTIzNA", NEXT.getAndIncrement());
  }

  static List<Room> rooms(int count) {
    List<Room> rooms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rooms.add(new Room("room-" + NEXT.getAndIncrement(), ""));
    }
    return rooms;
  }
}
