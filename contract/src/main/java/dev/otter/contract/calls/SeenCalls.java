package dev.otter.contract.calls;

import dev.otter.contract.id.RoomId;
import java.time.Instant;
import java.util.List;

/**
 * The calls that a node has seen.
 *
 * @param calls the newest first
 * @param refused who was refused at the door, by error code
 * @param forgotten how many calls of the last hour were given up, as there were too many
 */
public record SeenCalls(List<Seen> calls, List<Refused> refused, long forgotten) {

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
