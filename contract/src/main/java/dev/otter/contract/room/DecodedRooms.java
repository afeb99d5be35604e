package dev.otter.contract.room;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.id.RoomId;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Remembers what the texts of some rooms say, so that a room is not parsed again as long as its
 * text is the same: a call reads its room some six times, and changes it four times. It is never
 * asked instead of the map, so it cannot be out of date. Holds a fixed number of rooms, each in the
 * one place that its id gives; another room in that place takes it over. Safe for any thread.
 */
final class DecodedRooms {

  private static final int PLACES = 4096;

  private final AtomicReferenceArray<Decoded> places = new AtomicReferenceArray<>(PLACES);

  private record Decoded(String text, Room room) {}

  /** What a room's text says. */
  Room read(RoomId roomId, String text) {
    int place = placeOf(roomId);
    Decoded known = places.get(place);
    if (known != null && known.text().equals(text)) {
      return known.room();
    }
    Room room = WireJson.read(text, Room.class);
    places.set(place, new Decoded(text, room));
    return room;
  }

  /** The text of a room as it was read. */
  String textOf(Room read) {
    Decoded known = places.get(placeOf(read.roomId()));
    return known != null && known.room().equals(read) ? known.text() : WireJson.write(read);
  }

  /** The text of a room as it will be; remembered, since whoever writes it reads it next. */
  String write(Room changed) {
    String text = WireJson.write(changed);
    places.set(placeOf(changed.roomId()), new Decoded(text, changed));
    return text;
  }

  private static int placeOf(RoomId roomId) {
    int hash = roomId.hashCode();
    return (hash ^ hash >>> 16) & (PLACES - 1);
  }
}
