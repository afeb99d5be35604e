package dev.otter.contract.room;

import com.fasterxml.jackson.annotation.JsonValue;

/** What happens to a room that others are told of. */
public enum RoomEventType {
  /** It was made. */
  ROOM_CREATED("room.created"),
  /** Somebody came in. */
  PARTICIPANT_JOINED("participant.joined"),
  /** Somebody is no longer in, for whatever reason. */
  PARTICIPANT_LEFT("participant.left"),
  /** It has ended, for good. */
  ROOM_ENDED("room.ended");

  private final String text;

  RoomEventType(String text) {
    this.text = text;
  }

  /** The text form, as in a webhook. */
  @JsonValue
  public String text() {
    return text;
  }
}
