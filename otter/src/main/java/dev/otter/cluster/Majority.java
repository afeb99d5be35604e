package dev.otter.cluster;

import java.util.List;
import java.util.Set;

/**
 * Decides whether a side of the cluster may serve, when members are missing. Who is known to be
 * gone has no vote; of those that remain, this side needs more than half, or half and the oldest.
 * So of the sides of a cut at most one serves, without asking the others.
 */
final class Majority {

  private Majority() {}

  /**
   * Decides.
   *
   * @param view the members of the cluster when this side served last, oldest first
   * @param present those on this side, this node too; members that the view does not hold have no
   *     vote yet
   * @param gone those that left in order, or whose process is proven gone or hung
   */
  static boolean serves(List<String> view, Set<String> present, Set<String> gone) {
    List<String> voters = view.stream().filter(member -> !gone.contains(member)).toList();
    long here = voters.stream().filter(present::contains).count();
    if (2 * here == voters.size()) {
      return !voters.isEmpty() && present.contains(voters.get(0));
    }
    return 2 * here > voters.size();
  }
}
