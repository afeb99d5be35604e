package dev.otter.calls;

import dev.otter.contract.calls.CallEvent;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.quality.ParticipantQuality;
import java.util.List;

/**
 * All that is known of a room's last hour.
 *
 * @param roomId which room
 * @param events what happened, on all nodes, the oldest first
 * @param dropped how many older ones were given up, as there were too many
 * @param quality what the participants reported last
 */
record CallTimeline(
    RoomId roomId, List<CallEvent> events, long dropped, List<ParticipantQuality> quality) {

  CallTimeline {
    events = List.copyOf(events);
    quality = List.copyOf(quality);
  }
}
