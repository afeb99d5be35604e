package dev.otter.contract.room;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How full a room is, as the room API says it. */
public enum RoomStatus {
  /** Nobody is in. */
  OPEN,
  /** Somebody is in, and there is a free place. */
  OCCUPIED,
  /** Nobody else can come in. */
  FULL,
  /** Ended, for good. */
  CLOSED;

  /** The word of the room API. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
