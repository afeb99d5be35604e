package dev.otter.turn;

import dev.otter.contract.turn.IceServer;
import java.util.List;

/**
 * The answer to {@code GET /v1/ice-servers}.
 *
 * @param iceServers may be empty: browsers of one network then connect directly
 * @param ttl how long the credentials open new allocations, in seconds
 */
record IceServersResource(List<IceServer> iceServers, long ttl) {}
