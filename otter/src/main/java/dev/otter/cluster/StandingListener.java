package dev.otter.cluster;

import dev.otter.contract.id.NodeTag;

/** Is told what {@link ServingGuard} decides, on its context. May be told the same twice. */
interface StandingListener {

  /** This node serves. */
  void onServing();

  /** This node must not serve; said every second for as long. */
  void onCutOff(String why);

  /** This node cannot serve for some moments, and then goes on. */
  void onMerging();

  /** A member is gone, and this side serves on. */
  void onLost(NodeTag node);

  /** The members are others than before, or the rooms may be. */
  void onViewChange();
}
