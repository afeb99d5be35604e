package dev.otter.signaling;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one client of {@code otter.v1} tells of its call: how good it is, and what it found. Belongs
 * to one {@link V1Connection} and its context.
 */
final class V1Reports {

  private final V1Quality quality;
  private final V1Findings findings;

  /**
   * Begins.
   *
   * @param me the client's id; asked when it has one
   */
  V1Reports(SignalingNode node, RoomClaims claims, Supplier<ConnectionId> me) {
    this.quality = new V1Quality(node, claims, me);
    this.findings = new V1Findings(node, claims, me);
  }

  /**
   * The client told something.
   *
   * @return what to answer when it was nothing; the call goes on all the same
   */
  Optional<RefusedException> take(V1ClientMessage.Report report) {
    return report instanceof V1ClientMessage.Quality reported
        ? quality.take(reported.report())
        : findings.take((V1ClientMessage.Finding) report);
  }

  /** The client is gone for good, as the server sees it. */
  void end(String why) {
    quality.end(why);
  }
}
