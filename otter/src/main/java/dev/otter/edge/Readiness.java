package dev.otter.edge;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** Whether this node can serve, why not if not, and since when. Safe for any thread. */
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

  private final InstantSource clock;
  private State life = State.STARTING;
  private String cutOff;
  private Instant since;

  /** Makes the readiness of a node that begins to start. */
  public Readiness(InstantSource clock) {
    this.clock = clock;
    this.since = now();
  }

  /**
   * What a node is, and since when.
   *
   * @param state where it is in its life
   * @param since when that began, to the second
   */
  public record Standing(State state, Instant since) {}

  /** What the node is now, and since when. */
  public synchronized Standing standing() {
    return new Standing(state(), since);
  }

  /** Where the node is now. */
  public synchronized State state() {
    return life == State.READY && cutOff != null ? State.CUT_OFF : life;
  }

  /** The cluster does not let it serve; may be said again and again. */
  public synchronized void cutOff(String reason) {
    State before = state();
    cutOff = Objects.requireNonNull(reason);
    changed(before);
  }

  /** The cluster lets it serve. */
  public synchronized void connected() {
    State before = state();
    cutOff = null;
    changed(before);
  }

  /** Moves on. */
  public synchronized void to(State next) {
    State before = state();
    life = Objects.requireNonNull(next);
    changed(before);
  }

  private void changed(State before) {
    if (state() != before) {
      since = now();
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
