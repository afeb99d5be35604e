package dev.otter.rooms;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.cluster.NodesPresent;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.room.AnnounceParticipant;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.FindRoom;
import dev.otter.contract.room.InterruptParticipant;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.LeaveRoom;
import dev.otter.contract.room.ResumeParticipant;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.signaling.NodeLeft;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;

/** Keeps the rooms: answers on the event bus and sweeps. Runs on its own event-loop context. */
public final class RoomsVerticle extends VerticleBase {

  private final InstantSource clock;
  private final Duration resumeWindow;
  private final ServingGate gate;
  private BusReplies replies;

  /**
   * Makes the verticle.
   *
   * @param clock what times are taken from
   * @param resumeWindow how long an interrupted participant keeps its place
   * @param gate whether this node may decide about rooms
   */
  public RoomsVerticle(InstantSource clock, Duration resumeWindow, ServingGate gate) {
    this.clock = clock;
    this.resumeWindow = resumeWindow;
    this.gate = gate;
  }

  @Override
  public Future<?> start() {
    replies = new BusReplies(vertx);
    return RoomMap.open(vertx)
        .compose(rooms -> UniqueNameMap.open(vertx).compose(names -> open(rooms, names)));
  }

  private Future<?> open(RoomMap rooms, UniqueNameMap names) {
    RoomRegistry registry = new RoomRegistry(rooms, names, clock);
    ParticipantResumption resumption = new ParticipantResumption(rooms, clock);
    RoomNews news = new RoomNews(vertx.eventBus());
    ResumeWindowWatch watch = new ResumeWindowWatch(vertx, resumption, news, resumeWindow, gate);
    DepartedNodeSweep departed = new DepartedNodeSweep(rooms, registry, resumption, watch, news);
    vertx
        .eventBus()
        .<NodeLeft>localConsumer(
            BusAddress.NODE_LEFT.address(), message -> departed.sweep(message.body().node()));
    AbsentNodeSweep absent = new AbsentNodeSweep(rooms, departed);
    vertx
        .eventBus()
        .<NodesPresent>localConsumer(
            BusAddress.NODES_PRESENT.address(), message -> absent.sweep(message.body()));
    ParticipantAnnouncement announcement = new ParticipantAnnouncement(rooms, clock);
    ForgottenRoomSweepTask forgotten = new ForgottenRoomSweepTask(rooms, names, clock);
    vertx.setPeriodic(ForgottenRoomSweepTask.PERIOD.toMillis(), timer -> forgotten.run());
    return Future.all(
        replies.answer(BusAddress.CREATE_ROOM.address(), CreateRoom.class, registry::create),
        replies.answer(
            BusAddress.FIND_ROOM.address(),
            FindRoom.class,
            request -> registry.find(request.idOrName())),
        replies.answer(BusAddress.JOIN_ROOM.address(), JoinRoom.class, registry::join),
        replies.answer(BusAddress.LEAVE_ROOM.address(), LeaveRoom.class, registry::leave),
        replies.answer(
            BusAddress.INTERRUPT_PARTICIPANT.address(),
            InterruptParticipant.class,
            request ->
                resumption
                    .interrupt(request)
                    .onSuccess(interrupted -> watch.watch(interrupted.room()))),
        replies.answer(
            BusAddress.ANNOUNCE_PARTICIPANT.address(),
            AnnounceParticipant.class,
            announcement::announce),
        replies.answer(
            BusAddress.RESUME_PARTICIPANT.address(), ResumeParticipant.class, resumption::resume));
  }

  @Override
  public Future<?> stop() {
    return replies.close();
  }
}
