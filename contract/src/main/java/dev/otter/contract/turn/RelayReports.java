package dev.otter.contract.turn;

import dev.otter.contract.id.NodeTag;
import java.util.List;

/**
 * All relays of one node, published to all orchestrators once a second and at each change. An
 * orchestrator that says nothing for some seconds is taken for gone, and its relays with it.
 *
 * @param node whose
 * @param relays in no order; empty when it stops
 * @param waiting why none of them is ready; null where one is, and from a node of a version that
 *     does not say
 */
public record RelayReports(NodeTag node, List<RelayReport> relays, RelayWait waiting) {

  /** Copies. */
  public RelayReports {
    relays = List.copyOf(relays);
  }

  /** The report of a node that waits for nothing. */
  public RelayReports(NodeTag node, List<RelayReport> relays) {
    this(node, relays, null);
  }
}
