package dev.otter.contract.room;

import dev.otter.contract.id.KeyId;

/**
 * Asks the rooms verticle for a room.
 *
 * @param uniqueName its name; null for a room without one. Asked twice with one name, the answer is
 *     the same room
 * @param maxParticipants how many may be in
 * @param terms what else is asked for
 * @param madeBy the API key that asks; null where none does
 */
public record CreateRoom(String uniqueName, int maxParticipants, RoomTerms terms, KeyId madeBy) {

  /** A room that no API key asks for. */
  public CreateRoom(String uniqueName, int maxParticipants, RoomTerms terms) {
    this(uniqueName, maxParticipants, terms, null);
  }

  /** A room without special terms. */
  public CreateRoom(String uniqueName, int maxParticipants) {
    this(uniqueName, maxParticipants, RoomTerms.NONE, null);
  }
}
