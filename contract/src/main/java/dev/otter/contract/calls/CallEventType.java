package dev.otter.contract.calls;

import com.fasterxml.jackson.annotation.JsonValue;

/** What can happen to a call. The texts are part of the HTTP API: never rename one. */
public enum CallEventType {
  /** The room was made. */
  ROOM_CREATED("room-created"),
  /** The room has ended, for good. */
  ROOM_ENDED("room-ended"),
  /** Somebody was not let in; the code says why, as an error code. */
  REFUSED("refused"),
  /** Somebody came in. */
  JOINED("participant-joined"),
  /** Somebody came back to its place. */
  RESUMED("participant-resumed"),
  /** A socket is gone and its place waits; the code says why, as {@link EndCode} or an error. */
  INTERRUPTED("participant-interrupted"),
  /** Somebody is no longer in; the code says why, as {@link EndCode} or an error code. */
  LEFT("participant-left"),
  /** A client was given ICE servers; the code is {@code relays}, {@code stun-only} or none. */
  ICE_SERVERS("ice-servers"),
  /** A client was told to look for a new way with other servers. */
  RESTART_TOLD("restart-told"),
  /** The relay that clients of the room have is dead. */
  RELAY_DEAD("relay-dead"),
  /** The relay that clients of the room have is being drained. */
  RELAY_DRAINING("relay-draining"),
  /** A client said something about itself; the code is a {@link ClientFinding}. */
  FINDING("finding");

  private final String text;

  CallEventType(String text) {
    this.text = text;
  }

  /** The text form, as in the API. */
  @JsonValue
  public String text() {
    return text;
  }
}
