package dev.otter.turn;

import dev.otter.contract.auth.RoomClaims;
import io.vertx.core.Future;
import java.util.List;

/** Where the participants of a room find STUN and TURN servers. Safe for any thread. */
@FunctionalInterface
interface IceUrls {

  /**
   * Finds them.
   *
   * @param claims whose room it is
   * @return {@code stun:}, {@code turn:} and {@code turns:} URLs, maybe none
   */
  Future<List<String>> of(RoomClaims claims);
}
