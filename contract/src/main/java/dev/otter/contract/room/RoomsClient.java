package dev.otter.contract.room;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusRequests;
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

  /** The room that a token opens; made again where the cluster has lost it. */
  public Future<Room> visit(RoomClaims claims) {
    return bus.ask(BusAddress.VISIT_ROOM, new VisitRoom(claims), Room.class);
  }

  /** Some rooms, in the order of their ids. */
  public Future<RoomPage> list(ListRooms request) {
    return bus.ask(BusAddress.LIST_ROOMS, request, RoomPage.class);
  }

  /** Changes a room; refused when it is unknown or has ended. */
  public Future<Room> change(ChangeRoom request) {
    return bus.ask(BusAddress.CHANGE_ROOM, request, Room.class);
  }

  /** Ends a room for good, with everybody in it; ending one twice is ending it once. */
  public Future<Room> end(RoomId roomId) {
    return bus.ask(BusAddress.END_ROOM, new EndRoom(roomId), Room.class);
  }

  /** Lets a connection in; refused when the room is unknown, closed or full. */
  public Future<JoinedRoom> join(JoinRoom request) {
    return bus.ask(BusAddress.JOIN_ROOM, request, JoinedRoom.class);
  }

  /** Takes a connection out; taking out one who is not in, or was taken over, changes nothing. */
  public Future<Room> leave(LeaveRoom request) {
    return bus.ask(BusAddress.LEAVE_ROOM, request, Room.class);
  }

  /** Marks a participant whose socket broke; it is removed when the resume window is over. */
  public Future<InterruptedParticipant> interrupt(InterruptParticipant request) {
    return bus.ask(BusAddress.INTERRUPT_PARTICIPANT, request, InterruptedParticipant.class);
  }

  /** Hands a participant over to a new socket; of several who ask at once, one gets it. */
  public Future<ResumedParticipant> resume(ResumeParticipant request) {
    return bus.ask(BusAddress.RESUME_PARTICIPANT, request, ResumedParticipant.class);
  }

  /**
   * Says that a node holds a participant's socket; refused when another socket has it, or none may.
   */
  public Future<Room> announce(AnnounceParticipant request) {
    return bus.ask(BusAddress.ANNOUNCE_PARTICIPANT, request, Room.class);
  }

  /** Puts a participant out; refused when nobody of that id is in the room. */
  public Future<Room> putOut(PutOutParticipant request) {
    return bus.ask(BusAddress.PUT_OUT_PARTICIPANT, request, Room.class);
  }
}
