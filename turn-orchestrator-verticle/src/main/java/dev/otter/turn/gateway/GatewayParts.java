package dev.otter.turn.gateway;

import dev.otter.turn.TurnCredentials;
import dev.otter.turn.sessions.RelayBans;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.LongSupplier;

/**
 * What the sessions of one gateway share.
 *
 * @param settings what it was told
 * @param limits how much it allows
 * @param sockets what opens sockets
 * @param proxies the inner addresses of peers
 * @param table all sessions
 * @param relays where sessions may be put
 * @param ports the gateway's relayed addresses
 * @param credentials what opens relays
 * @param reach what sessions may reach
 * @param bans who may not relay though a credential of theirs is good
 * @param shared what other nodes know of sessions, and this one of theirs
 * @param nanoTime as {@link System#nanoTime}
 */
record GatewayParts(
    GatewaySettings settings,
    GatewayLimits limits,
    UdpSockets sockets,
    ProxySockets proxies,
    SessionTable table,
    RelayPool relays,
    RelayedPorts ports,
    TurnCredentials credentials,
    Reach reach,
    RelayBans bans,
    SharedSessions shared,
    LongSupplier nanoTime) {

  private static final long STORE_MS = 300;

  GatewayCounts counts() {
    return sockets.counts();
  }

  /** Completes when the store has answered, or did not for long: nobody should wait longer. */
  Future<Void> soon(Future<Void> stored) {
    if (stored.isComplete()) {
      return Future.succeededFuture();
    }
    Promise<Void> soon = Promise.promise();
    stored.onComplete(done -> soon.tryComplete());
    sockets.later(STORE_MS, soon::tryComplete);
    return soon.future();
  }

  WayOut wayOut() {
    return shared.wayOut();
  }

  long now() {
    return nanoTime.getAsLong();
  }

  Upstream upstream(RelayAt relay, String participant, Upstream.Events events) {
    return new Upstream(
        sockets, relays, relay, settings.inside(), credentials.issue(participant), events);
  }
}
