package dev.otter.edge;

import java.util.Objects;
import java.util.Optional;

/** Whether this node can serve, and why not if not. Safe for any thread. */
public final class Readiness {

  /** Where the node is in its life. */
  public enum State {
    /** Not everything is there yet. */
    STARTING,
    /** It serves. */
    READY,
    /** It is cut off from its cluster, and comes back by itself. */
    CUT_OFF,
    /** It sends its clients away and takes no new ones. */
    DRAINING
  }

  private volatile State state = State.STARTING;
  private volatile String cutOff;

  /** Where the node is now. */
  public State state() {
    return state == State.READY && cutOff != null ? State.CUT_OFF : state;
  }

  /** Why the cluster does not let it serve; empty while it does. */
  public Optional<String> cutOffReason() {
    return Optional.ofNullable(cutOff);
  }

  /** The cluster does not let it serve. */
  public void cutOff(String reason) {
    cutOff = Objects.requireNonNull(reason);
  }

  /** The cluster lets it serve. */
  public void connected() {
    cutOff = null;
  }

  /** Moves on. */
  public void to(State next) {
    state = Objects.requireNonNull(next);
  }
}
