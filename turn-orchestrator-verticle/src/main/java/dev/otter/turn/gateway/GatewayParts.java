package dev.otter.turn.gateway;

import dev.otter.turn.TurnCredentials;
import dev.otter.turn.sessions.RelayBans;
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
    LongSupplier nanoTime) {

  GatewayCounts counts() {
    return sockets.counts();
  }

  long now() {
    return nanoTime.getAsLong();
  }

  Upstream upstream(RelayAt relay, String participant, Upstream.Events events) {
    return new Upstream(
        sockets, relays, relay, settings.inside(), credentials.issue(participant), events);
  }
}
