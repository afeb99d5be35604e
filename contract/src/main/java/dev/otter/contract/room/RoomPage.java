package dev.otter.contract.room;

import dev.otter.contract.id.RoomId;
import java.util.List;

/**
 * The answer to {@link ListRooms}.
 *
 * @param rooms in the order of their ids; fewer than asked for where few of many are wanted
 * @param next what to ask for next as {@link ListRooms#after}; null at the end
 */
public record RoomPage(List<Room> rooms, RoomId next) {

  /** Keeps its own copy of the list. */
  public RoomPage {
    rooms = List.copyOf(rooms);
  }
}
