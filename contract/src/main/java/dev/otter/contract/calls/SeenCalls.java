package dev.otter.contract.calls;

import dev.otter.contract.id.RoomId;
import java.time.Instant;
import java.util.List;

/**
 * The calls that a node has seen.
 *
 * @param calls the newest first
 * @param refused who was refused and named no room that can be believed, by error code
 */
public record SeenCalls(List<Seen> calls, List<Refused> refused) {

  /** Keeps its own lists. */
  public SeenCalls {
    calls = List.copyOf(calls);
    refused = List.copyOf(refused);
  }

  /**
   * One call.
   *
   * @param roomId its room
   * @param lastAt when something happened last
   */
  public record Seen(RoomId roomId, Instant lastAt) {}

  /**
   * Refusals of one kind.
   *
   * @param code the error code
   * @param times how often within the hour
   * @param lastAt the last time
   */
  public record Refused(String code, long times, Instant lastAt) {}
}
