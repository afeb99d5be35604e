package dev.otter.launcher;

import dev.otter.contract.config.OtterConfig;
import dev.otter.contract.http.PublicUrl;
import dev.otter.contract.id.NodeTag;
import dev.otter.edge.Readiness;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What all of a node is made from, and what is there before anything of it has started. Safe for
 * any thread.
 *
 * @param config what the operator wrote
 * @param resumeWindow for how long a client that is gone may come back
 * @param tag the node's id
 * @param clock the time of day
 * @param publicUrl the base of its links; known once the edge listens
 * @param readiness what its probes answer
 */
record NodeBasis(
    OtterConfig config,
    Duration resumeWindow,
    NodeTag tag,
    InstantSource clock,
    PublicUrl publicUrl,
    Readiness readiness) {

  /** What a node has that is about to start. */
  static NodeBasis of(OtterConfig config, Duration resumeWindow, InstantSource clock) {
    return new NodeBasis(
        config, resumeWindow, NodeTag.random(), clock, new PublicUrl(), new Readiness(clock));
  }

  /**
   * Over how long clients are sent away; a single node has nowhere to send them: they come back.
   */
  Duration drainTime() {
    return config.cluster().enabled() ? config.drain().duration() : Duration.ZERO;
  }
}
