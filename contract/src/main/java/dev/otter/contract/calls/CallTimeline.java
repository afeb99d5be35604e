package dev.otter.contract.calls;

import dev.otter.contract.id.RoomId;
import dev.otter.contract.quality.ParticipantQuality;
import java.util.List;

/**
 * All that is known of a room's last hour.
 *
 * @param roomId which room
 * @param events what happened, on all nodes, the oldest first
 * @param quality what the participants reported last
 */
public record CallTimeline(
    RoomId roomId, List<CallEvent> events, List<ParticipantQuality> quality) {

  /** Keeps its own lists. */
  public CallTimeline {
    events = List.copyOf(events);
    quality = List.copyOf(quality);
  }
}
