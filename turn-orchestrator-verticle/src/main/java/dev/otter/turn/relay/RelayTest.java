package dev.otter.turn.relay;

import dev.otter.turn.check.SelfTestPass;
import io.vertx.core.Future;

/** What a relay has to pass before it is handed out, and now and then afterwards. */
@FunctionalInterface
public interface RelayTest {

  /**
   * Tests a relay.
   *
   * @param relay where it is
   * @param outdated whether it was launched with other settings than there are now
   * @return completes when all was as it must be; fails with a reason in words
   */
  Future<SelfTestPass> run(RelayEndpoint relay, boolean outdated);
}
