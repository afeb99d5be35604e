package dev.otter.edge;

import dev.otter.store.StoreStanding;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Whether this node can serve, why not if not, and since when. A store that is away is said, and
 * does not make the node unready (decision 33). Safe for any thread.
 */
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

  private final InstantSource clock;
  private State life = State.STARTING;
  private String cutOff;
  private boolean emptied;
  private Instant since;
  private Instant nodeSince;

  /** Null on a node that has no cluster. */
  private Instant clusterSince;

  private Supplier<Part> store;

  /** Makes the readiness of a node that begins to start. */
  public Readiness(InstantSource clock) {
    this.clock = clock;
    this.since = now();
    this.nodeSince = since;
  }

  /**
   * What a node is, and since when.
   *
   * @param state where it is in its life
   * @param since when that began, to the second
   */
  public record Standing(State state, Instant since) {}

  /**
   * One of the things that a node needs.
   *
   * @param name {@code node}, {@code cluster} or {@code store}
   * @param ready whether it is as it should be
   * @param since when that began, to the second
   */
  public record Part(String name, boolean ready, Instant since) {}

  /** How each part is that this node has. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    Supplier<Part> kept;
    synchronized (this) {
      parts.add(new Part("node", nodeIsReady(), nodeSince));
      if (clusterSince != null) {
        parts.add(new Part("cluster", cutOff == null, clusterSince));
      }
      kept = store;
    }
    if (kept != null) {
      parts.add(kept.get());
    }
    return parts;
  }

  /** Says who knows how the store is; what it answers must be known already. */
  public synchronized void store(Supplier<StoreStanding> standing) {
    store =
        () -> {
          StoreStanding now = standing.get();
          return new Part("store", !now.away(), now.since().truncatedTo(ChronoUnit.SECONDS));
        };
  }

  /** What the node is now, and since when. */
  public synchronized Standing standing() {
    return new Standing(state(), since);
  }

  /** Where the node is now. */
  public synchronized State state() {
    if (life != State.READY) {
      return life;
    }
    if (cutOff != null) {
      return State.CUT_OFF;
    }
    return emptied ? State.DRAINING : life;
  }

  /** The cluster does not let it serve; may be said again and again. */
  public synchronized void cutOff(String reason) {
    State before = state();
    clusterSince = clusterSince == null || cutOff == null ? now() : clusterSince;
    cutOff = Objects.requireNonNull(reason);
    changed(before);
  }

  /** The cluster lets it serve. */
  public synchronized void connected() {
    State before = state();
    clusterSince = clusterSince == null || cutOff != null ? now() : clusterSince;
    cutOff = null;
    changed(before);
  }

  /** Whether an administrator has emptied it, and may let it serve again. */
  public synchronized boolean emptied() {
    return emptied;
  }

  /** An administrator empties it. */
  public synchronized void empty() {
    change(() -> emptied = true);
  }

  /** An administrator lets it serve again. */
  public synchronized void fill() {
    change(() -> emptied = false);
  }

  /** Moves on. */
  public synchronized void to(State next) {
    change(() -> life = Objects.requireNonNull(next));
  }

  private void change(Runnable ofNode) {
    State before = state();
    boolean readyBefore = nodeIsReady();
    ofNode.run();
    if (nodeIsReady() != readyBefore) {
      nodeSince = now();
    }
    changed(before);
  }

  private boolean nodeIsReady() {
    return life == State.READY && !emptied;
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
