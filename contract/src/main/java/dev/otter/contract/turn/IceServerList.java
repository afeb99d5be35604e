package dev.otter.contract.turn;

import java.util.List;

/**
 * STUN and TURN servers for one participant.
 *
 * @param relayId the relay that they lead to, or the name of a list of static servers; null where
 *     there is none, and for a gateway
 * @param servers with credentials, which are secrets; may be empty
 * @param ttlSeconds how long the credentials open new allocations
 */
public record IceServerList(String relayId, List<IceServer> servers, long ttlSeconds) {

  /** What is said where nobody answers: no servers. */
  public static final IceServerList NONE = new IceServerList(null, List.of(), 600);

  /** Copies the list. */
  public IceServerList {
    servers = List.copyOf(servers);
  }
}
