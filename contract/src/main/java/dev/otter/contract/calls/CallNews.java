package dev.otter.contract.calls;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;

/**
 * Tells this node's own recorder what happens to calls. Nobody waits for it, and where nobody
 * records, nothing happens. Safe for any thread.
 */
public final class CallNews {

  private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

  private final EventBus bus;

  /** Makes a teller on a node's bus. */
  public CallNews(EventBus bus) {
    this.bus = bus;
  }

  /** Tells what happened to a room as a whole. */
  public void tell(RoomId roomId, CallEventType type) {
    tell(roomId, type, null, null);
  }

  /**
   * Tells what happened to a participant.
   *
   * @param code why, or what exactly; null where the type says it all
   */
  public void tell(RoomId roomId, CallEventType type, ConnectionId connectionId, String code) {
    send(new CallFact(roomId, type, connectionId, null, code));
  }

  /** Tells that somebody was not let into a room. */
  public void refused(RoomId roomId, ErrorCode code) {
    tell(roomId, CallEventType.REFUSED, null, code.code());
  }

  /**
   * Tells what a client found.
   *
   * @param peer whom it is about; null where it is about no peer
   */
  public void found(
      RoomId roomId, ConnectionId connectionId, ConnectionId peer, ClientFinding finding) {
    send(new CallFact(roomId, CallEventType.FINDING, connectionId, peer, finding.text()));
  }

  /** Tells that somebody was refused at the door, who cannot be believed which room it is for. */
  public void refusedAtTheDoor(ErrorCode code) {
    send(new CallFact(null, CallEventType.REFUSED, null, null, code.code()));
  }

  private void send(CallFact fact) {
    bus.send(BusAddress.CALL_FACT.address(), fact, HERE);
  }
}
