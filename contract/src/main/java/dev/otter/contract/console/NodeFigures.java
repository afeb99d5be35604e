package dev.otter.contract.console;

import dev.otter.contract.id.NodeTag;
import java.time.Instant;
import java.util.List;

/**
 * How loaded a node is now.
 *
 * @param node which node
 * @param state as in {@link dev.otter.contract.cluster.NodeReport}
 * @param startedAt since when it runs; null where it does not answer
 * @param verticles the parts that it runs
 * @param connections how many clients it holds
 * @param messagesPerSecond of clients, over about a second
 * @param loopDelayMs how late its slowest event loop was within that time, in milliseconds
 * @param heapBytes memory in use
 * @param heapMaxBytes memory that it may use at most
 * @param cpu what the process uses of all processors, 0 to 1
 */
public record NodeFigures(
    NodeTag node,
    String state,
    Instant startedAt,
    List<String> verticles,
    int connections,
    double messagesPerSecond,
    double loopDelayMs,
    long heapBytes,
    long heapMaxBytes,
    double cpu) {

  /** Keeps its own copy of the list. */
  public NodeFigures {
    verticles = List.copyOf(verticles);
  }

  /** In the place of a node that does not answer. */
  public static NodeFigures silent(NodeTag node) {
    return new NodeFigures(node, "silent", null, List.of(), 0, 0, 0, 0, 0, 0);
  }
}
