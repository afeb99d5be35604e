package dev.otter.signaling;

/**
 * Pings every client and ends connections that gave no sign of life, so that a peer whose network
 * went away without a word does not hold its place in the room.
 */
final class HeartbeatTask {

  private final SignalingNode node;
  private final Silence silence;

  HeartbeatTask(SignalingNode node) {
    this.node = node;
    this.silence = Silence.of(node.limits());
  }

  long periodMs() {
    return silence.pingPeriodMs();
  }

  void run() {
    if (!node.gate().delivers()) {
      // It is not the clients that were silent.
      return;
    }
    long nowMs = node.monotonicMs();
    node.connections().all().forEach(each -> each.closeIfSilent(nowMs, silence.maxMs()));
  }
}
