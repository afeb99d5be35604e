package dev.otter.contract.room;

/**
 * Asks the rooms verticle for a room.
 *
 * @param uniqueName its name; null for a room without one. Asked twice with one name, the answer is
 *     the same room
 * @param maxParticipants how many may be in
 * @param terms what else is asked for
 */
public record CreateRoom(String uniqueName, int maxParticipants, RoomTerms terms) {

  /** A room without special terms. */
  public CreateRoom(String uniqueName, int maxParticipants) {
    this(uniqueName, maxParticipants, RoomTerms.NONE);
  }
}
