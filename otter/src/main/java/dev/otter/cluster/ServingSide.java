package dev.otter.cluster;

import dev.otter.contract.cluster.ServingGate;

/**
 * What {@link ServingGuard} has decided, where everybody can see it: the verticles as a {@link
 * ServingGate}, and the merge policies. Safe for any thread.
 */
final class ServingSide implements ServingGate {

  /** Where Hazelcast's user context holds it. */
  static final String CONTEXT_KEY = "otter.serving-side";

  private final PauseFence fence;
  private volatile boolean serving;
  private volatile boolean merging;
  private volatile boolean undecided;

  ServingSide(PauseFence fence) {
    this.fence = fence;
  }

  @Override
  public boolean delivers() {
    return fence.passable();
  }

  @Override
  public boolean decides() {
    return serving && !merging && !undecided && fence.passable();
  }

  boolean serving() {
    return serving;
  }

  /** Whether this node is on its way from its own cluster into another. */
  boolean merging() {
    return merging;
  }

  /**
   * Whether the entries that come in by a merge count more than those that are here. A node that
   * serves keeps its own; one that is cut off takes what comes. A node that merges may have become
   * the owner of a partition already, and then looks at its own former entries as incoming.
   */
  boolean incomingWins() {
    return merging == serving;
  }

  void serving(boolean now) {
    serving = now;
  }

  void merging(boolean now) {
    merging = now;
  }

  void undecided(boolean now) {
    undecided = now;
  }
}
