package dev.otter.console;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.console.AskFigures;
import dev.otter.contract.console.AskHour;
import dev.otter.contract.console.FigureSample;
import dev.otter.contract.console.HourOfFigures;
import dev.otter.contract.console.NodeFigures;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.room.ListRooms;
import dev.otter.contract.room.ParticipantState;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomPage;
import dev.otter.contract.room.RoomStatus;
import dev.otter.contract.room.RoomsClient;
import dev.otter.contract.turn.RelayReport;
import dev.otter.contract.turn.RelayReports;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The whole cluster as a console shows it: asked of all nodes while somebody looks, once for all
 * who look through this node. What relays do it hears all the time, as orchestrators tell each
 * other. Safe for any thread.
 */
final class ClusterPicture {

  /** So many rooms of each status are shown. */
  static final int MOST_ROOMS = 100;

  private static final long RELAYS_FORGOTTEN = Duration.ofSeconds(5).toNanos();

  /** What was asked less long ago is not asked again. */
  private static final long NODES_FRESH = Duration.ofMillis(800).toNanos();

  /** Rooms are many, and each one is looked at. */
  private static final long ROOMS_FRESH = Duration.ofMillis(1_800).toNanos();

  /**
   * So long after their beginning all nodes have noted the same ten seconds, by clocks nearly
   * equal.
   */
  private static final int SAMPLES_SETTLE_SECONDS = FigureSample.SECONDS + 3;

  private final BusRequests bus;
  private final RoomsClient rooms;
  private final Supplier<List<NodeTag>> nodes;
  private final InstantSource clock;
  private final Fresh<List<NodeFigures>> figures = new Fresh<>(NODES_FRESH);
  private final Fresh<RoomsNow> occupied = new Fresh<>(ROOMS_FRESH);
  private final Map<NodeTag, Heard> relays = new ConcurrentHashMap<>();

  private record Heard(RelayReports reports, long nanos) {}

  private record RoomsNow(List<RoomView> rooms, boolean more) {}

  /**
   * All of it.
   *
   * @param nodes the one that runs longest first
   * @param relays by id
   * @param rooms those that somebody is in
   * @param moreRooms whether there are more of them
   */
  record Now(
      List<NodeFigures> nodes, List<RelayView> relays, List<RoomView> rooms, boolean moreRooms) {}

  /** One relay. */
  record RelayView(
      String id,
      String node,
      String driver,
      String state,
      String reason,
      int rooms,
      int allocations,
      long bitsPerSecond) {

    static RelayView of(RelayReport relay) {
      return new RelayView(
          relay.id(),
          relay.node().value(),
          relay.driver(),
          relay.state(),
          relay.reason(),
          relay.use().rooms(),
          relay.use().allocations(),
          relay.use().bitsPerSecond());
    }
  }

  /** One room, without anything that would open it. */
  record RoomView(
      String roomId, String name, int places, Instant createdAt, List<PersonView> participants) {

    static RoomView of(Room room) {
      return new RoomView(
          room.roomId().value(),
          room.uniqueName(),
          room.maxParticipants(),
          room.createdAt(),
          room.participants().stream()
              .map(
                  each ->
                      new PersonView(
                          each.connectionId().value(),
                          each.identity(),
                          each.node().value(),
                          each.state() == ParticipantState.INTERRUPTED))
              .toList());
    }
  }

  /** One participant. */
  record PersonView(String connectionId, String identity, String node, boolean interrupted) {}

  /**
   * Begins to hear of relays.
   *
   * @param nodes which nodes there are at this moment
   * @param clock what samples are noted by
   */
  ClusterPicture(Vertx vertx, Supplier<List<NodeTag>> nodes, InstantSource clock) {
    this.bus = new BusRequests(vertx);
    this.rooms = new RoomsClient(vertx);
    this.nodes = nodes;
    this.clock = clock;
    vertx
        .eventBus()
        .<RelayReports>consumer(
            BusAddress.RELAY_REPORTS.address(), message -> heard(message.body()));
  }

  private void heard(RelayReports reports) {
    relays.put(reports.node(), new Heard(reports, System.nanoTime()));
    relays.values().removeIf(each -> System.nanoTime() - each.nanos > RELAYS_FORGOTTEN);
  }

  /**
   * How it is now.
   *
   * @return completes on the context of whoever asked first
   */
  Future<Now> now() {
    Future<List<NodeFigures>> loads = figures.get(this::askFigures);
    Future<RoomsNow> talking = occupied.get(this::askRooms);
    return Future.all(loads, talking)
        .map(
            done ->
                new Now(
                    loads.result(), relayViews(), talking.result().rooms, talking.result().more));
  }

  private Future<List<NodeFigures>> askFigures() {
    return Future.all(
            nodes.get().stream()
                .map(
                    tag ->
                        bus.ask(BusAddress.NODE_FIGURES, tag, new AskFigures(), NodeFigures.class)
                            .otherwise(NodeFigures.silent(tag)))
                .toList())
        .map(all -> all.<NodeFigures>list());
  }

  private Future<RoomsNow> askRooms() {
    Future<RoomPage> some = rooms(RoomStatus.OCCUPIED);
    Future<RoomPage> full = rooms(RoomStatus.FULL);
    return Future.all(some, full)
        .map(
            done ->
                new RoomsNow(
                    Stream.of(full.result(), some.result())
                        .flatMap(page -> page.rooms().stream())
                        .map(RoomView::of)
                        .sorted(Comparator.comparing(RoomView::createdAt).reversed())
                        .toList(),
                    full.result().next() != null || some.result().next() != null));
  }

  private List<RelayView> relayViews() {
    long now = System.nanoTime();
    return relays.values().stream()
        .filter(each -> now - each.nanos <= RELAYS_FORGOTTEN)
        .flatMap(each -> each.reports.relays().stream())
        .sorted(Comparator.comparing(RelayReport::id))
        .map(RelayView::of)
        .toList();
  }

  /** A cluster may have no node with rooms at this moment. */
  private Future<RoomPage> rooms(RoomStatus status) {
    return rooms
        .list(new ListRooms(status, null, MOST_ROOMS))
        .otherwise(new RoomPage(List.of(), null));
  }

  /**
   * The last hour of all nodes together, the oldest sample first, without what some may still note.
   *
   * @param after only samples that began later: seconds since 1970
   */
  Future<List<FigureSample>> after(long after) {
    long settled = clock.instant().getEpochSecond() - SAMPLES_SETTLE_SECONDS;
    return Future.all(
            nodes.get().stream()
                .map(
                    tag ->
                        bus.ask(BusAddress.NODE_HOUR, tag, new AskHour(after), HourOfFigures.class)
                            .otherwise(new HourOfFigures(List.of())))
                .toList())
        .map(
            all ->
                merged(all.<HourOfFigures>list()).stream()
                    .filter(each -> each.at() <= settled)
                    .toList());
  }

  /** Adds what can be added; the mean of means is that of the nodes that heard anything. */
  static List<FigureSample> merged(List<HourOfFigures> hours) {
    Map<Long, List<FigureSample>> bySlot = new TreeMap<>();
    hours.stream()
        .flatMap(each -> each.samples().stream())
        .forEach(
            each ->
                bySlot.merge(
                    each.at(),
                    List.of(each),
                    (one, other) -> Stream.concat(one.stream(), other.stream()).toList()));
    List<FigureSample> all =
        bySlot.entrySet().stream().map(each -> sum(each.getKey(), each.getValue())).toList();
    return all.subList(Math.max(0, all.size() - HourOfFigures.MOST), all.size());
  }

  private static FigureSample sum(long at, List<FigureSample> samples) {
    return new FigureSample(
        at,
        samples.stream().mapToInt(FigureSample::connections).sum(),
        samples.stream().mapToDouble(FigureSample::messagesPerSecond).sum(),
        samples.stream().mapToLong(FigureSample::relayBitsPerSecond).sum(),
        mean(samples.stream().map(FigureSample::lossPercent)),
        mean(samples.stream().map(FigureSample::roundTripMs)));
  }

  private static Double mean(Stream<Double> values) {
    List<Double> said = values.filter(each -> each != null).toList();
    return said.isEmpty()
        ? null
        : said.stream().mapToDouble(Double::doubleValue).sum() / said.size();
  }
}
