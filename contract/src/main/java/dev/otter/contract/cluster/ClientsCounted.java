package dev.otter.contract.cluster;

import dev.otter.contract.id.NodeTag;
import java.util.Map;

/**
 * What a node has counted since it last said so, for the limits that hold for the whole cluster.
 *
 * @param node who counted
 * @param requests how many requests each source sent; a source is a word that the edge makes of an
 *     address or a key's id
 * @param failures how often each address failed to authenticate
 */
public record ClientsCounted(
    NodeTag node, Map<String, Integer> requests, Map<String, Integer> failures) {

  /** Keeps its own copies. */
  public ClientsCounted {
    requests = Map.copyOf(requests);
    failures = Map.copyOf(failures);
  }

  /** Whether there is nothing to say. */
  public boolean nothing() {
    return requests.isEmpty() && failures.isEmpty();
  }
}
