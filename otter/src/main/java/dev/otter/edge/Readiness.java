package dev.otter.edge;

import java.util.Objects;

/** Whether this node can serve, and why not if not. Safe for any thread. */
public final class Readiness {

  /** Where the node is in its life. */
  public enum State {
    /** Not everything is there yet. */
    STARTING,
    /** It serves. */
    READY,
    /** It sends its clients away and takes no new ones. */
    DRAINING
  }

  private volatile State state = State.STARTING;

  /** Where the node is now. */
  public State state() {
    return state;
  }

  /** Moves on. */
  public void to(State next) {
    state = Objects.requireNonNull(next);
  }
}
