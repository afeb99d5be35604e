package dev.otter.contract.cluster;

import java.util.List;

/**
 * The members that a node takes the cluster to be made of, as of the last time its side could
 * serve: what a majority is counted against.
 *
 * @param epoch grows with each change; of two views the one with the higher epoch counts
 * @param members their addresses as {@code host:port}, oldest first
 */
public record ClusterView(long epoch, List<String> members) {

  /** Keeps its own copy of the list. */
  public ClusterView {
    members = List.copyOf(members);
  }

  /** The view that follows this one. */
  public ClusterView next(List<String> newMembers) {
    return new ClusterView(epoch + 1, newMembers);
  }
}
