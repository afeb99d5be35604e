package dev.otter.launcher;

import dev.otter.console.NodeMeter;
import dev.otter.signaling.SignalingVerticle;

/**
 * What clients do on this node, as its console shows it. Safe for any thread.
 *
 * @param signaling who has them; null where the node does no signaling
 */
record SignalingTraffic(SignalingVerticle signaling) implements NodeMeter.Traffic {

  @Override
  public int connections() {
    return signaling == null ? 0 : signaling.connections();
  }

  @Override
  public long messages() {
    return signaling == null ? 0 : signaling.messages();
  }

  @Override
  public Double takeLossPercent() {
    return signaling == null ? null : signaling.takeLossPercent();
  }

  @Override
  public Double takeRoundTripMs() {
    return signaling == null ? null : signaling.takeRoundTripMs();
  }
}
