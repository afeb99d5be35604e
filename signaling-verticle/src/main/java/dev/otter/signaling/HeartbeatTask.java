package dev.otter.signaling;

/**
 * Pings every client and ends connections that gave no sign of life, so that a peer whose network
 * went away without a word does not hold its place in the room.
 */
final class HeartbeatTask {

  /** How often clients are pinged. */
  static final long PERIOD_MS = 5_000;

  /** How long a client may be silent. */
  static final long MAX_SILENCE_MS = 20_000;

  private final SignalingNode node;

  HeartbeatTask(SignalingNode node) {
    this.node = node;
  }

  void run() {
    if (!node.gate().delivers()) {
      // It is not the clients that were silent.
      return;
    }
    long nowMs = node.monotonicMs();
    node.connections().all().forEach(each -> each.closeIfSilent(nowMs, MAX_SILENCE_MS));
  }
}
