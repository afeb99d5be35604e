package dev.otter.contract.room;

import dev.otter.contract.id.ConnectionId;
import java.util.Optional;

/**
 * The answer to {@link JoinRoom}.
 *
 * @param room the room with the participant in
 * @param connectionId the participant's address: the asker's, or the one that it got before
 * @param before the participant as it was; null when it was not in
 */
public record JoinedRoom(Room room, ConnectionId connectionId, Participant before) {

  /** The participant as it was; empty when it was not in. */
  public Optional<Participant> takenOver() {
    return Optional.ofNullable(before);
  }
}
