package dev.otter.edge;

import java.util.Locale;
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
    DRAINING;

    /** The word for it in answers. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private volatile State state = State.STARTING;
  private volatile String cutOff;
  private volatile boolean emptied;

  /** Where the node is now. */
  public State state() {
    if (state != State.READY) {
      return state;
    }
    if (cutOff != null) {
      return State.CUT_OFF;
    }
    return emptied ? State.DRAINING : state;
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

  /** Whether an administrator has emptied it, and may let it serve again. */
  public boolean emptied() {
    return emptied;
  }

  /** An administrator empties it. */
  public void empty() {
    emptied = true;
  }

  /** An administrator lets it serve again. */
  public void fill() {
    emptied = false;
  }

  /** Moves on. */
  public void to(State next) {
    state = Objects.requireNonNull(next);
  }
}
