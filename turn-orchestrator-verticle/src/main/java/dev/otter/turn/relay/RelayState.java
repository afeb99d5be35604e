package dev.otter.turn.relay;

import java.util.Locale;

/** Where a relay is in its life. */
public enum RelayState {
  /** Its driver is launching it. */
  STARTING,
  /** It is there, and its first self-test runs. */
  TESTING,
  /** It passed its self-test and is handed out. */
  READY,
  /** It is handed out no more; its calls may go on for a while. */
  DRAINING,
  /** It died, or failed to start, or failed a test. */
  FAILED,
  /** Its driver is removing it. */
  STOPPING;

  /** The state as people read it, in lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it counts as one of those wanted. */
  boolean live() {
    return this == STARTING || this == TESTING || this == READY;
  }
}
