package dev.otter.rooms;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.FindRoom;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.LeaveRoom;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.signaling.NodeLeft;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;

/** Keeps the rooms: answers on the event bus and sweeps. Runs on its own event-loop context. */
public final class RoomsVerticle extends VerticleBase {

  private final InstantSource clock;
  private BusReplies replies;

  /**
   * Makes the verticle.
   *
   * @param clock what times are taken from
   */
  public RoomsVerticle(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    replies = new BusReplies(vertx);
    return RoomMap.open(vertx)
        .compose(rooms -> UniqueNameMap.open(vertx).compose(names -> open(rooms, names)));
  }

  private Future<?> open(RoomMap rooms, UniqueNameMap names) {
    RoomRegistry registry = new RoomRegistry(rooms, names, clock);
    DepartedNodeSweep departed = new DepartedNodeSweep(rooms, registry, vertx.eventBus());
    vertx
        .eventBus()
        .<NodeLeft>localConsumer(
            BusAddress.NODE_LEFT.address(), message -> departed.sweep(message.body().node()));
    ForgottenRoomSweepTask forgotten = new ForgottenRoomSweepTask(rooms, names, clock);
    vertx.setPeriodic(ForgottenRoomSweepTask.PERIOD.toMillis(), timer -> forgotten.run());
    return Future.all(
        replies.answer(BusAddress.CREATE_ROOM.address(), CreateRoom.class, registry::create),
        replies.answer(
            BusAddress.FIND_ROOM.address(),
            FindRoom.class,
            request -> registry.find(request.idOrName())),
        replies.answer(
            BusAddress.JOIN_ROOM.address(),
            JoinRoom.class,
            request -> registry.join(request.roomId(), request.connectionId())),
        replies.answer(
            BusAddress.LEAVE_ROOM.address(),
            LeaveRoom.class,
            request -> registry.leave(request.roomId(), request.connectionId())));
  }

  @Override
  public Future<?> stop() {
    return replies.close();
  }
}
