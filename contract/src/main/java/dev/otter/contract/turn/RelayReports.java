package dev.otter.contract.turn;

import dev.otter.contract.id.NodeTag;
import java.util.List;

/**
 * All relays of one node, published to all orchestrators once a second and at each change. An
 * orchestrator that says nothing for some seconds is taken for gone, and its relays with it.
 *
 * @param node whose
 * @param relays in no order; empty when it stops
 */
public record RelayReports(NodeTag node, List<RelayReport> relays) {

  /** Copies. */
  public RelayReports {
    relays = List.copyOf(relays);
  }
}
