package dev.otter.contract.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.otter.contract.id.KeyId;

/**
 * Asks the rooms verticle for a room.
 *
 * @param uniqueName its name; null for a room without one. Asked twice with one name, the answer is
 *     the same room
 * @param maxParticipants how many may be in
 * @param terms what else is asked for
 * @param madeBy the API key that asks; null where none does
 * @param trace where in a trace it is asked for; null for none
 */
public record CreateRoom(
    String uniqueName,
    int maxParticipants,
    RoomTerms terms,
    KeyId madeBy,
    @JsonInclude(JsonInclude.Include.NON_NULL) String trace) {

  /** One that is no part of a trace. */
  public CreateRoom(String uniqueName, int maxParticipants, RoomTerms terms, KeyId madeBy) {
    this(uniqueName, maxParticipants, terms, madeBy, null);
  }

  /** A room that no API key asks for. */
  public CreateRoom(String uniqueName, int maxParticipants, RoomTerms terms) {
    this(uniqueName, maxParticipants, terms, null);
  }

  /** A room without special terms. */
  public CreateRoom(String uniqueName, int maxParticipants) {
    this(uniqueName, maxParticipants, RoomTerms.NONE, null);
  }

  /** The same, in a trace. */
  public CreateRoom tracedAt(String place) {
    return new CreateRoom(uniqueName, maxParticipants, terms, madeBy, place);
  }

  /** The same, by a name that was checked. */
  public CreateRoom named(String name) {
    return new CreateRoom(name, maxParticipants, terms, madeBy, trace);
  }
}
