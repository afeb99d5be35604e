package dev.otter.contract.calls;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;

/**
 * Tells this node's own recorder what happens to calls. Nobody waits for it, and where nobody
 * records, nothing happens. Safe for any thread.
 */
public final class CallNews {

  private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

  private final Vertx vertx;

  /** Makes a teller on the bus of {@code vertx}. */
  public CallNews(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Tells what happened just now. */
  public void tell(CallFact fact) {
    vertx.eventBus().send(BusAddress.CALL_FACT.address(), fact, HERE);
  }

  /** Tells what happened to a room as a whole. */
  public void tell(RoomId roomId, CallEventType type) {
    tell(CallFact.of(roomId, type));
  }

  /** Tells what happened to a participant, and why. */
  public void tell(RoomId roomId, CallEventType type, ConnectionId connectionId, String code) {
    tell(CallFact.of(roomId, type, connectionId, code));
  }
}
