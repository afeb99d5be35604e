package dev.otter.contract.room;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a participant's socket is there. */
public enum ParticipantState {
  /** Its node holds its socket. */
  LIVE,
  /** Its socket broke; within the resume window it may come back under the same id. */
  INTERRUPTED;

  /** The word of the protocol and of the wire. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
