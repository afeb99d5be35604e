package dev.otter.signaling;

import dev.otter.contract.auth.AccessRevoked;
import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.error.ErrorCode;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the connections of this node whose token, or the API key behind it, was revoked: at once
 * when it is told, and by asking now and then, as a message may be lost and a connection may come
 * just then.
 */
final class RevokedAccess {

  /** How often it asks. With the auth verticle's own period this stays well below 5 s. */
  static final long PERIOD_MS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(RevokedAccess.class);

  private final ConnectionTable connections;
  private final AuthClient auth;

  RevokedAccess(ConnectionTable connections, AuthClient auth) {
    this.connections = connections;
    this.auth = auth;
  }

  /** Asks what is revoked, and ends that. */
  Future<Void> reconcile() {
    return auth.listRevoked()
        .onSuccess(this::end)
        .onFailure(failure -> LOG.debug("nobody says what is revoked", failure))
        .mapEmpty();
  }

  /** Ends all that was opened with something of it. */
  void end(AccessRevoked revoked) {
    if (revoked.nothing()) {
      return;
    }
    connections.all().stream()
        .filter(each -> revoked.holds(each.claims()))
        .forEach(
            each -> {
              LOG.info("revoked connectionId={} roomId={}", each.id(), each.roomId());
              each.close(ErrorCode.TOKEN_REVOKED, "this join link was revoked");
            });
  }
}
