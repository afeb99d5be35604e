package dev.otter.contract.calls;

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
  /** A client was given ICE servers; the code is one of {@link IceServersCode}. */
  ICE_SERVERS("ice-servers"),
  /** A client was told to look for a new way with other servers. */
  RESTART_TOLD("restart-told"),
  /** The relay that a client has is dead. */
  RELAY_DEAD("relay-dead"),
  /** The relay that a client has is being drained. */
  RELAY_DRAINING("relay-draining"),
  /** A client said something about its call; the code is a {@link ClientFinding}. */
  FINDING("finding");

  private final String text;

  CallEventType(String text) {
    this.text = text;
  }

  /** The text form, as in the API. */
  public String text() {
    return text;
  }
}
