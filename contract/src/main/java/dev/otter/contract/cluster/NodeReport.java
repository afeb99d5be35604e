package dev.otter.contract.cluster;

import dev.otter.contract.id.NodeTag;
import java.time.Instant;
import java.util.List;

/**
 * What a node says of itself.
 *
 * @param node which node
 * @param state {@code starting}, {@code ready}, {@code cut-off} or {@code draining}; {@code silent}
 *     in the place of one that does not answer
 * @param connections how many clients it holds
 * @param verticles the parts that it runs
 * @param startedAt since when; null where that is not known
 */
public record NodeReport(
    NodeTag node, String state, int connections, List<String> verticles, Instant startedAt) {

  /** Keeps its own copy of the list. */
  public NodeReport {
    verticles = List.copyOf(verticles);
  }

  /** Says that a node does not answer. */
  public static NodeReport silent(NodeTag node) {
    return new NodeReport(node, "silent", 0, List.of(), null);
  }
}
