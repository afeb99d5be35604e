package dev.otter.contract.cluster;

import dev.otter.contract.id.NodeTag;
import java.util.List;

/**
 * Says which nodes are in the cluster, after a time in which that was in doubt. It is said again
 * some seconds later, so that who was still coming in the first time is not taken for missing.
 *
 * @param nodes all of them, this one too
 */
public record NodesPresent(List<NodeTag> nodes) {

  /** Keeps its own copy of the list. */
  public NodesPresent {
    nodes = List.copyOf(nodes);
  }
}
