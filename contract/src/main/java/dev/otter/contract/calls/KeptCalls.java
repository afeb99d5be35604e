package dev.otter.contract.calls;

import dev.otter.contract.id.RoomId;
import java.util.List;

/**
 * What a node has seen of some rooms.
 *
 * @param calls one for each room that it has seen anything of
 */
public record KeptCalls(List<Kept> calls) {

  /** Keeps its own list. */
  public KeptCalls {
    calls = List.copyOf(calls);
  }

  /**
   * One room.
   *
   * @param roomId which
   * @param events the oldest first
   * @param dropped how many older ones were given up, as there were too many
   */
  public record Kept(RoomId roomId, List<CallEvent> events, long dropped) {

    /** Keeps its own list. */
    public Kept {
      events = List.copyOf(events);
    }
  }
}
