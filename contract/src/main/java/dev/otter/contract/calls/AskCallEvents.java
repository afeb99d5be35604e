package dev.otter.contract.calls;

import dev.otter.contract.id.RoomId;
import java.util.List;

/**
 * Asks a node what it has seen of some rooms.
 *
 * @param rooms which; at most {@link #MOST}
 */
public record AskCallEvents(List<RoomId> rooms) {

  /** Rooms that one question may name, so that an answer stays small. */
  public static final int MOST = 25;

  /** Keeps its own list. */
  public AskCallEvents {
    rooms = List.copyOf(rooms);
  }
}
