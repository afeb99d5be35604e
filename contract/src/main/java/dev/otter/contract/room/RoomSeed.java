package dev.otter.contract.room;

import java.time.Instant;
import java.util.Optional;

/**
 * What a room token carries of its room, so that a cluster which has lost the room can make it
 * again for whoever comes with a good token.
 *
 * @param uniqueName the room's name; null when it has none
 * @param maxParticipants how many may be in
 * @param endsAt when its longest life is over; null for never
 */
public record RoomSeed(String uniqueName, int maxParticipants, Instant endsAt) {

  /** Of a token that says nothing but the room's id. */
  public static final RoomSeed PLAIN = new RoomSeed(null, Room.MIN_PARTICIPANTS, null);

  /** What the tokens of a room carry. */
  public static RoomSeed of(Room room) {
    return new RoomSeed(
        room.uniqueName(), room.maxParticipants(), room.longestLifeEndsAt().orElse(null));
  }

  /** When the room's longest life is over; empty for never. */
  public Optional<Instant> end() {
    return Optional.ofNullable(endsAt);
  }
}
