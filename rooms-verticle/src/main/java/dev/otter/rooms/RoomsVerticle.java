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
import dev.otter.contract.room.CreatedRoom;
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
import dev.otter.contract.trace.Tracing;
import dev.otter.rooms.RoomMetrics.Request;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** Keeps the rooms: answers on the event bus and sweeps. Runs on its own event-loop context. */
public final class RoomsVerticle extends VerticleBase {

  private final InstantSource clock;
  private final RoomsConfig config;
  private final Duration resumeWindow;
  private final RoomStore store;
  private final ServingGate gate;
  private final RoomEventRecorder recorder;
  private final RoomMetrics metrics = new RoomMetrics();
  private BusReplies replies;
  private volatile RoomMap rooms;

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

  /**
   * What is measured here; may be bound from the moment the verticle is deployed.
   *
   * @param held how many rooms are in this node's part of the map; empty for a node without a
   *     cluster, which has all of it
   */
  public MeterBinder metrics(Optional<IntSupplier> held) {
    return registry -> metrics.bindTo(registry, held.orElse(this::roomsOfThisNode));
  }

  /** The map of a single node answers at once. */
  private int roomsOfThisNode() {
    Future<Integer> size = rooms.size();
    return size.succeeded() ? size.result() : 0;
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
    rooms = maps.rooms();
    RoomNews news = new RoomNews(vertx.eventBus());
    RoomRegistry registry = new RoomRegistry(maps, clock, config.maxPerKey());
    RoomRevival revival = new RoomRevival(maps, clock);
    RoomEnding ending = new RoomEnding(maps, news, clock, metrics);
    RoomChange change = new RoomChange(maps, clock);
    EndingRoomSweepTask over = new EndingRoomSweepTask(maps.deadlines(), ending, lease, gate);
    vertx.setPeriodic(EndingRoomSweepTask.PERIOD.toMillis(), timer -> over.run());
    ForgottenRoomSweepTask forgotten = new ForgottenRoomSweepTask(maps, lease, clock);
    vertx.setPeriodic(ForgottenRoomSweepTask.PERIOD.toMillis(), timer -> forgotten.run());
    return Future.all(
        answer(
            Request.CREATE,
            BusAddress.CREATE_ROOM,
            CreateRoom.class,
            request -> create(registry, news, request)),
        answer(
            Request.FIND,
            BusAddress.FIND_ROOM,
            FindRoom.class,
            request -> registry.find(request.idOrName())),
        answer(
            Request.VISIT,
            BusAddress.VISIT_ROOM,
            VisitRoom.class,
            request -> revival.visit(request.claims())),
        answer(
            Request.LIST,
            BusAddress.LIST_ROOMS,
            ListRooms.class,
            new RoomListing(maps.rooms())::list),
        answer(Request.CHANGE, BusAddress.CHANGE_ROOM, ChangeRoom.class, change::change),
        answer(
            Request.END,
            BusAddress.END_ROOM,
            EndRoom.class,
            request -> ending.end(request.roomId())),
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
        answer(
            Request.JOIN,
            BusAddress.JOIN_ROOM,
            JoinRoom.class,
            request -> join(entry, news, request)),
        answer(Request.LEAVE, BusAddress.LEAVE_ROOM, LeaveRoom.class, registry::leave),
        answer(
            Request.PUT_OUT,
            BusAddress.PUT_OUT_PARTICIPANT,
            PutOutParticipant.class,
            request -> putOut(registry, news, request)),
        answer(
            Request.INTERRUPT,
            BusAddress.INTERRUPT_PARTICIPANT,
            InterruptParticipant.class,
            request ->
                resumption
                    .interrupt(request)
                    .onSuccess(interrupted -> watch.watch(interrupted.room()))),
        answer(
            Request.ANNOUNCE,
            BusAddress.ANNOUNCE_PARTICIPANT,
            AnnounceParticipant.class,
            announcement::announce),
        answer(
            Request.RESUME,
            BusAddress.RESUME_PARTICIPANT,
            ResumeParticipant.class,
            resumption::resume));
  }

  private <Q> Future<Void> answer(
      Request request,
      BusAddress address,
      Class<Q> question,
      Function<Q, Future<? extends Record>> answer) {
    return replies.answer(address.address(), question, metrics.counting(request, answer));
  }

  private Future<CreatedRoom> create(RoomRegistry registry, RoomNews news, CreateRoom request) {
    return registry
        .create(request.tracedAt(Tracing.here()))
        .onSuccess(
            answer -> {
              if (answer.created()) {
                news.created(answer.room());
                metrics.made();
              }
            });
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
