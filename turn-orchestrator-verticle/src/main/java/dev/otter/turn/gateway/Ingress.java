package dev.otter.turn.gateway;

import dev.otter.contract.id.NodeTag;
import java.util.Optional;

/**
 * By which node something came from outside.
 *
 * @param here whether it came to this node itself
 * @param back the other node by which answers go back; empty where they leave from this one
 */
record Ingress(boolean here, Optional<NodeTag> back) {

  /** To this node. */
  static final Ingress HERE = new Ingress(true, Optional.empty());

  /** To another node, which passed it on; answers leave from this one nevertheless. */
  static final Ingress PASSED_ON = new Ingress(false, Optional.empty());

  /** To another node, and answers go back by it. */
  static Ingress by(NodeTag node) {
    return new Ingress(false, Optional.of(node));
  }
}
