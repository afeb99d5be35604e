package dev.otter.turn.redis;

import dev.otter.turn.TurnSecrets;
import dev.otter.turn.relay.RelayId;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the door is told.
 *
 * @param host the address that it listens on; not null
 * @param port its port; 0 takes a free one
 * @param relayOf whose token this is; empty where it is nobody's
 * @param isRunning whether a relay of this node has this name now
 * @param secrets those of this moment, for relays; not null
 */
public record RedisDoorSettings(
    String host,
    int port,
    Function<String, Optional<RelayId>> relayOf,
    Predicate<RelayId> isRunning,
    TurnSecrets secrets) {

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "RedisDoorSettings[" + host + ":" + port + "]";
  }
}
