package dev.otter.signaling;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.calls.ClientFinding;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one client of {@code otter.v1} finds out about its call, on its way to the recorder. Only
 * words of {@link ClientFinding} go on, so no text of a client is kept. Belongs to one {@link
 * V1Connection} and its context.
 */
final class V1Findings {

  /** A call that goes well has some five; what is beyond is passed over. */
  static final int MOST = 64;

  private final SignalingNode node;
  private final RoomClaims claims;
  private final Supplier<ConnectionId> me;
  private int told;

  /**
   * Begins.
   *
   * @param me the client's id; asked when it has one
   */
  V1Findings(SignalingNode node, RoomClaims claims, Supplier<ConnectionId> me) {
    this.node = node;
    this.claims = claims;
    this.me = me;
  }

  /**
   * The client found something. A word that this version does not know is passed over.
   *
   * @return what to answer when it is no finding; the call goes on all the same
   */
  Optional<RefusedException> take(V1ClientMessage.Finding message) {
    if (message.word() == null) {
      return refused("a finding message needs a finding");
    }
    Optional<ClientFinding> finding = ClientFinding.of(message.word());
    boolean aboutPeer = finding.filter(ClientFinding::aboutPeer).isPresent();
    if (aboutPeer && message.peer().isEmpty()) {
      return refused("this finding needs a destination: the peer that it is about");
    }
    if (finding.isPresent() && told < MOST) {
      told++;
      ConnectionId peer = aboutPeer ? message.peer().orElseThrow() : null;
      node.calls().found(claims.roomId(), me.get(), peer, finding.get());
    }
    return Optional.empty();
  }

  private static Optional<RefusedException> refused(String rule) {
    return Optional.of(new RefusedException(ErrorCode.MESSAGE_INVALID, rule));
  }
}
