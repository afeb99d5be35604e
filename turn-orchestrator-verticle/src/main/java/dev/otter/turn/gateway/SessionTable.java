package dev.otter.turn.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sessions of a gateway, by all that leads to one. Used on the event loop. */
final class SessionTable {

  private static final int PORTS = 1 << 16;

  private final GatewayLimits limits;
  private final GatewayCounts counts;
  private final Map<InetSocketAddress, GatewaySession> byClient = new HashMap<>();
  private final Map<InetSocketAddress, GatewaySession> byUpstream = new HashMap<>();
  private final GatewaySession[] byPort = new GatewaySession[PORTS];
  private final Map<InetAddress, Integer> perAddress = new HashMap<>();
  private final Map<String, Integer> perParticipant = new HashMap<>();

  SessionTable(GatewayLimits limits, GatewayCounts counts) {
    this.limits = limits;
    this.counts = counts;
  }

  /** Why there may not be one more. */
  enum Full {
    /** The gateway has all it can hold. */
    GATEWAY,
    /** This participant, or all who come from this address. */
    QUOTA
  }

  /** Why a client may not have a session more; empty when it may. */
  Optional<Full> full(InetAddress address, String participant) {
    if (byClient.size() >= limits.sessions()) {
      return Optional.of(Full.GATEWAY);
    }
    boolean quota =
        perAddress.getOrDefault(address, 0) >= limits.sessionsPerAddress()
            || perParticipant.getOrDefault(participant, 0) >= limits.sessionsPerParticipant();
    return quota ? Optional.of(Full.QUOTA) : Optional.empty();
  }

  void add(GatewaySession session) {
    byClient.put(session.client(), session);
    perAddress.merge(session.client().getAddress(), 1, Integer::sum);
    perParticipant.merge(session.identity().participant(), 1, Integer::sum);
    counts.sessions(byClient.size());
  }

  void remove(GatewaySession session) {
    if (byClient.remove(session.client(), session)) {
      perAddress.computeIfPresent(session.client().getAddress(), SessionTable::oneLess);
      perParticipant.computeIfPresent(session.identity().participant(), SessionTable::oneLess);
      counts.sessions(byClient.size());
    }
  }

  /** The session of a client; null when it has none. */
  GatewaySession ofClient(InetSocketAddress client) {
    return byClient.get(client);
  }

  /** The session that has a relayed address at a relay; null when none has. */
  GatewaySession ofUpstream(InetSocketAddress relayed) {
    return byUpstream.get(relayed);
  }

  /** The session that has a port of the gateway's; null when none has. */
  GatewaySession ofPort(int port) {
    return byPort[port];
  }

  void port(int port, GatewaySession session) {
    byPort[port] = session;
  }

  void upstream(InetSocketAddress relayed, GatewaySession session) {
    byUpstream.put(relayed, session);
  }

  /** A later session may have the address already. */
  void upstreamGone(InetSocketAddress relayed, GatewaySession session) {
    byUpstream.remove(relayed, session);
  }

  Collection<GatewaySession> all() {
    return List.copyOf(byClient.values());
  }

  private static <K> Integer oneLess(K key, Integer count) {
    return count == 1 ? null : count - 1;
  }
}
