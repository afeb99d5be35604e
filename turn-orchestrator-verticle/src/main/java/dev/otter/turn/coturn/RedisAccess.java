package dev.otter.turn.coturn;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * How a relay reaches the Redis door of its node.
 *
 * @param at where that listens; resolved
 * @param token what the relay says there; a secret
 */
public record RedisAccess(InetSocketAddress at, String token) {

  /** Checks that all is there. */
  public RedisAccess {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(token, "token");
  }

  /** As CoTURN wants it. Holds the token. */
  String text() {
    return "\"ip="
        + at.getAddress().getHostAddress()
        + " port="
        + at.getPort()
        + " dbname=0 password="
        + token
        + " connect_timeout=2\"";
  }

  /** Leaves the token out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "RedisAccess[at=" + at + "]";
  }
}
