package dev.otter.turn.gateway;

import java.time.Duration;

/**
 * How much of what a gateway allows.
 *
 * @param sessions at a time
 * @param sessionsPerAddress of one client address; many people may be behind one
 * @param sessionsPerParticipant of one name in the credentials
 * @param permissions peer addresses of one session
 * @param strangersPerSecond answers to requests of one address that prove nothing, and as many at
 *     once as four seconds bring
 * @param strangersInAll the same for all addresses together, as addresses can be made up
 * @param waitForRelay how long a session whose relay died waits for another one
 */
record GatewayLimits(
    int sessions,
    int sessionsPerAddress,
    int sessionsPerParticipant,
    int permissions,
    int strangersPerSecond,
    int strangersInAll,
    Duration waitForRelay) {

  /**
   * What a node has. A relay has 512 ports and a node up to 16 relays; the rest is far more than a
   * browser asks for.
   */
  static final GatewayLimits DEFAULT =
      new GatewayLimits(8_192, 200, 10, 64, 50, 5_000, Duration.ofSeconds(15));
}
