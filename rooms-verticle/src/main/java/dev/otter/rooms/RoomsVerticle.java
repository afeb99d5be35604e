package dev.otter.rooms;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.cluster.NodesPresent;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.RoomsConfig;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.room.AnnounceParticipant;
import dev.otter.contract.room.ChangeRoom;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.EndRoom;
import dev.otter.contract.room.FindRoom;
import dev.otter.contract.room.InterruptParticipant;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.JoinedRoom;
import dev.otter.contract.room.LeaveRoom;
import dev.otter.contract.room.ListRooms;
import dev.otter.contract.room.PutOutParticipant;
import dev.otter.contract.room.ResumeParticipant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomEventRecorder;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.room.VisitRoom;
import dev.otter.contract.signaling.NodeLeft;
import dev.otter.contract.store.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;

/** Keeps the rooms: answers on the event bus and sweeps. Runs on its own event-loop context. */
public final class RoomsVerticle extends VerticleBase {

  private final InstantSource clock;
  private final RoomsConfig config;
  private final Duration resumeWindow;
  private final RoomStore store;
  private final ServingGate gate;
  private final RoomEventRecorder recorder;
  private BusReplies replies;

  /**
   * Makes the verticle.
   *
   * @param clock what times are taken from
   * @param config the rules that can be chosen
   * @param resumeWindow how long an interrupted participant keeps its place
   * @param gate whether this node may decide about rooms
   */
  public RoomsVerticle(
      InstantSource clock, RoomsConfig config, Duration resumeWindow, ServingGate gate) {
    this(clock, config, resumeWindow, gate, RoomStore.none(), RoomEventRecorder.NONE);
  }

  /**
   * Makes the verticle in front of a store.
   *
   * @param clock what times are taken from
   * @param config the rules that can be chosen
   * @param resumeWindow how long an interrupted participant keeps its place
   * @param gate whether this node may decide about rooms
   * @param store what outlives the cluster
   * @param recorder who wants to know what happens to rooms
   */
  public RoomsVerticle(
      InstantSource clock,
      RoomsConfig config,
      Duration resumeWindow,
      ServingGate gate,
      RoomStore store,
      RoomEventRecorder recorder) {
    this.clock = clock;
    this.config = config;
    this.resumeWindow = resumeWindow;
    this.gate = gate;
    this.store = store;
    this.recorder = recorder;
  }

  @Override
  public Future<?> start() {
    replies = new BusReplies(vertx);
    Future<RoomMaps> maps = RoomMaps.open(vertx, store, recorder);
    Future<SweepLease> lease = SweepLease.open(vertx);
    return Future.all(maps, lease)
        .compose(opened -> new StoredRooms(vertx, store, maps.result()).load())
        .compose(loaded -> open(maps.result(), lease.result()));
  }

  private Future<?> open(RoomMaps maps, SweepLease lease) {
    RoomNews news = new RoomNews(vertx.eventBus());
    RoomRegistry registry = new RoomRegistry(maps, clock, config.maxPerKey());
    RoomRevival revival = new RoomRevival(maps, clock);
    RoomEnding ending = new RoomEnding(maps, news, clock);
    RoomChange change = new RoomChange(maps, clock);
    EndingRoomSweepTask over = new EndingRoomSweepTask(maps.deadlines(), ending, lease, gate);
    vertx.setPeriodic(EndingRoomSweepTask.PERIOD.toMillis(), timer -> over.run());
    ForgottenRoomSweepTask forgotten = new ForgottenRoomSweepTask(maps, lease, clock);
    vertx.setPeriodic(ForgottenRoomSweepTask.PERIOD.toMillis(), timer -> forgotten.run());
    return Future.all(
        replies.answer(
            BusAddress.CREATE_ROOM.address(),
            CreateRoom.class,
            request -> registry.create(request).onSuccess(news::created)),
        replies.answer(
            BusAddress.FIND_ROOM.address(),
            FindRoom.class,
            request -> registry.find(request.idOrName())),
        replies.answer(
            BusAddress.VISIT_ROOM.address(),
            VisitRoom.class,
            request -> revival.visit(request.claims())),
        replies.answer(
            BusAddress.LIST_ROOMS.address(), ListRooms.class, new RoomListing(maps.rooms())::list),
        replies.answer(BusAddress.CHANGE_ROOM.address(), ChangeRoom.class, change::change),
        replies.answer(
            BusAddress.END_ROOM.address(), EndRoom.class, request -> ending.end(request.roomId())),
        openParticipants(maps.rooms(), registry, revival, news));
  }

  private Future<?> openParticipants(
      RoomMap rooms, RoomRegistry registry, RoomRevival revival, RoomNews news) {
    ParticipantResumption resumption = new ParticipantResumption(rooms, clock);
    RoomEntry entry = new RoomEntry(rooms, clock, config.duplicateIdentity(), revival);
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
    ParticipantAnnouncement announcement = new ParticipantAnnouncement(rooms, clock, revival);
    return Future.all(
        replies.answer(
            BusAddress.JOIN_ROOM.address(), JoinRoom.class, request -> join(entry, news, request)),
        replies.answer(BusAddress.LEAVE_ROOM.address(), LeaveRoom.class, registry::leave),
        replies.answer(
            BusAddress.PUT_OUT_PARTICIPANT.address(),
            PutOutParticipant.class,
            request -> putOut(registry, news, request)),
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

  private static Future<JoinedRoom> join(RoomEntry entry, RoomNews news, JoinRoom request) {
    return entry
        .join(request)
        .map(
            entered -> {
              entered
                  .replaced()
                  .forEach(
                      older ->
                          news.putOut(
                              entered.room(),
                              older,
                              ErrorCode.IDENTITY_REPLACED,
                              "the same identity came into this room again"));
              return entered.answer();
            });
  }

  private static Future<Room> putOut(
      RoomRegistry registry, RoomNews news, PutOutParticipant request) {
    return registry
        .putOut(request)
        .map(
            change -> {
              change
                  .before()
                  .participant(request.connectionId())
                  .ifPresent(
                      gone ->
                          news.putOut(change.room(), gone, ErrorCode.PUT_OUT, "you were put out"));
              return change.room();
            });
  }

  @Override
  public Future<?> stop() {
    return replies.close();
  }
}
