package dev.otter.contract.turn;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusRequests;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * The orchestrator as the other modules see it: one request on the event bus, answered by this
 * node's own orchestrator where it has one. Safe for any thread.
 */
public final class IceServersClient {

  private final BusRequests bus;

  /** Makes a client that asks over the bus of {@code vertx}. */
  public IceServersClient(Vertx vertx) {
    this.bus = new BusRequests(vertx);
  }

  /**
   * Asks for servers with fresh credentials; fails when no orchestrator answers.
   *
   * @param place of what asks, in its trace; null for none
   */
  public Future<IceServerList> ask(AskIceServers question, String place) {
    return bus.ask(BusAddress.ICE_SERVERS, question, IceServerList.class, place);
  }
}
