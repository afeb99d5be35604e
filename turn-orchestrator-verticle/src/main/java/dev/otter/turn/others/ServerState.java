package dev.otter.turn.others;

import java.util.Locale;

/** What a node knows of a server of somebody else. */
public enum ServerState {
  /** It was not asked often enough to tell. */
  ASKED,
  /** It answers. */
  REACHABLE,
  /** It answered none of the last questions. */
  UNREACHABLE,
  /** This node does not ask. */
  UNWATCHED;

  /** What people see. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
