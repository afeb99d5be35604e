package dev.otter.contract.room;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * The rooms verticle as the other modules see it. Each call is one request on the event bus,
 * answered by this node's own rooms verticle where it has one. A refusal fails the future with a
 * {@link dev.otter.contract.error.RefusedException}.
 */
public final class RoomsClient {

  private final BusRequests bus;

  /** Makes a client that asks over the bus of {@code vertx}. */
  public RoomsClient(Vertx vertx) {
    this.bus = new BusRequests(vertx);
  }

  /** Makes a room, or finds the one with that name. */
  public Future<CreatedRoom> create(CreateRoom request) {
    return bus.ask(BusAddress.CREATE_ROOM, request, CreatedRoom.class);
  }

  /** Finds a room by its id or its unique name. */
  public Future<Room> find(String idOrName) {
    return bus.ask(BusAddress.FIND_ROOM, new FindRoom(idOrName), Room.class);
  }

  /** Lets a connection in; refused when the room is unknown, closed or full. */
  public Future<Room> join(RoomId roomId, ConnectionId connectionId) {
    return bus.ask(BusAddress.JOIN_ROOM, new JoinRoom(roomId, connectionId), Room.class);
  }

  /** Takes a connection out; taking out one who is not in changes nothing. */
  public Future<Room> leave(RoomId roomId, ConnectionId connectionId) {
    return bus.ask(BusAddress.LEAVE_ROOM, new LeaveRoom(roomId, connectionId), Room.class);
  }
}
