package dev.otter.turn;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.kv.KeyValueStores;
import dev.otter.contract.turn.AskIceServers;
import dev.otter.contract.turn.EndRelay;
import dev.otter.contract.turn.IceServerList;
import dev.otter.contract.turn.IceServersChanged;
import dev.otter.contract.turn.RelayReport;
import dev.otter.contract.turn.RelayReports;
import dev.otter.turn.gateway.GatewayMetrics;
import dev.otter.turn.gateway.TurnGateway;
import dev.otter.turn.relay.Relay;
import dev.otter.turn.relay.RelayDirectory;
import dev.otter.turn.relay.RelayEndpoint;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RoomPlacements;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the relays of this node, and tells the cluster of them: wires driver, fleet, directory and
 * routes. Runs on its own event-loop context. The node does not wait for a relay to be ready: until
 * then the list of ICE servers is empty.
 */
public final class TurnOrchestratorVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(TurnOrchestratorVerticle.class);

  private final NodeTag tag;
  private final TurnConfig turn;
  private final String edgeHost;
  private final Path dataDir;
  private final InstantSource clock;
  private final RelayDirectory directory = new RelayDirectory(System::nanoTime);
  private final RoomPlacements placements;
  private final GatewayMetrics gatewayMetrics = new GatewayMetrics();
  private BusReplies replies;
  private volatile Optional<RelayLaunching> launching = Optional.empty();

  /**
   * Makes the verticle.
   *
   * @param tag this node
   * @param turn where servers come from, with the secrets that the cluster agreed on
   * @param edgeHost {@code http.host}: relays of a node that is bound to loopback are too
   * @param dataDir where the node keeps things
   * @param stores what the nodes share
   * @param clock what credentials expire by
   */
  public TurnOrchestratorVerticle(
      NodeTag tag,
      TurnConfig turn,
      String edgeHost,
      Path dataDir,
      KeyValueStores stores,
      InstantSource clock) {
    this.tag = tag;
    this.turn = turn;
    this.edgeHost = edgeHost;
    this.dataDir = dataDir;
    this.placements = new RoomPlacements(directory, stores, System::nanoTime);
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    replies = new BusReplies(vertx);
    vertx
        .eventBus()
        .<RelayReports>consumer(
            BusAddress.RELAY_REPORTS.address(), message -> heard(message.body()));
    vertx.setPeriodic(RelayDirectory.REPORT_EVERY.toMillis(), timer -> tick());
    return Future.all(
            replies.answer(BusAddress.END_RELAY.at(tag), EndRelay.class, this::end),
            replies.answer(BusAddress.ICE_SERVERS.address(), AskIceServers.class, this::iceServers))
        .compose(done -> choose());
  }

  /** The routes of this module; once the verticle is deployed. */
  public HttpRoutes routes() {
    IceUrls urls =
        isRoomless()
            ? claims -> Future.succeededFuture(roomlessUrls())
            : claims -> placements.place(claims.roomId()).map(TurnOrchestratorVerticle::urls);
    return new TurnRoutes(vertx, urls, credentials(), directory);
  }

  /** What this module says of itself. */
  public MeterBinder metrics() {
    return gatewayMetrics;
  }

  /** Whether all rooms are given the same servers. */
  private boolean isRoomless() {
    return turn.driver() == TurnDriver.STATIC || turn.gateway();
  }

  private List<String> roomlessUrls() {
    return turn.gateway()
        ? launching
            .flatMap(RelayLaunching::gateway)
            .flatMap(TurnGateway::address)
            .map(at -> RelayEndpoint.gatewayUrls(at.getAddress().getHostAddress(), at.getPort()))
            .orElse(List.of())
        : turn.urls();
  }

  private TurnCredentials credentials() {
    return new TurnCredentials(turn.secrets().get(0), clock);
  }

  private Future<IceServerList> iceServers(AskIceServers question) {
    IceServerLists lists = new IceServerLists(credentials());
    String participant = question.participant();
    return isRoomless()
        ? Future.succeededFuture(lists.of(null, roomlessUrls(), participant))
        : placements
            .place(question.roomId())
            .map(
                relay ->
                    lists.of(relay.map(RelayReport::id).orElse(null), urls(relay), participant));
  }

  @Override
  public Future<?> stop() {
    Future<Void> closed = launching.map(RelayLaunching::close).orElseGet(Future::succeededFuture);
    return closed.transform(done -> replies.close());
  }

  /**
   * Only what can be wrong in the configuration is waited for: Docker may have to pull an image.
   */
  private Future<?> choose() {
    Future<?> opened =
        RelayLaunching.prepare(
                new RelayLaunching.Node(vertx, turn, edgeHost, dataDir, gatewayMetrics, clock),
                this::unused,
                this::report)
            .onSuccess(
                prepared -> {
                  launching = prepared;
                  prepared.ifPresent(RelayLaunching::open);
                });
    return turn.driver() == TurnDriver.PROCESS ? opened : Future.succeededFuture();
  }

  private List<Relay> relays() {
    return launching.map(each -> each.fleet().relays()).orElse(List.of());
  }

  private Set<RelayId> unused() {
    Map<String, Integer> counts = placements.counts();
    Set<RelayId> used = launching.map(RelayLaunching::usedByGateway).orElse(Set.of());
    return relays().stream()
        .map(Relay::id)
        .filter(id -> !counts.containsKey(id.value()) && !used.contains(id))
        .collect(Collectors.toSet());
  }

  private void tick() {
    placements.sweep();
    report();
    goneFromDirectory(directory.sweep());
  }

  /** This node hears itself at once; the others hear it over the bus. */
  private void report() {
    if (launching.isEmpty()) {
      return;
    }
    launching.get().tellGateway();
    RelayReports reports = new RelayReports(tag, relays().stream().map(this::reportOf).toList());
    heard(reports);
    vertx.eventBus().publish(BusAddress.RELAY_REPORTS.address(), reports);
  }

  private RelayReport reportOf(Relay relay) {
    return new RelayReport(
        relay.id().value(),
        tag,
        launching.orElseThrow().driver().name(),
        relay.endpoint().map(RelayEndpoint::publicIp).orElse(null),
        relay.endpoint().map(RelayEndpoint::port).orElse(0),
        relay.state().text(),
        relay.reason(),
        relay.since(),
        placements.counts().getOrDefault(relay.id().value(), 0));
  }

  private void heard(RelayReports reports) {
    goneFromDirectory(directory.report(reports));
  }

  private void goneFromDirectory(Set<String> gone) {
    for (String relayId : gone) {
      List<RoomId> rooms = placements.roomsOn(relayId);
      placements.clear(relayId);
      for (RoomId room : rooms) {
        vertx
            .eventBus()
            .publish(
                BusAddress.ICE_SERVERS_CHANGED.address(),
                new IceServersChanged(room, relayId, true));
      }
      LOG.info("relay is handed out no more relayId={} rooms={}", relayId, rooms.size());
    }
  }

  private Future<RelayReport> end(EndRelay request) {
    return launching
        .filter(has -> RelayId.isValid(request.relayId()))
        .flatMap(has -> has.fleet().end(new RelayId(request.relayId()), request.drain()))
        .map(relay -> Future.succeededFuture(reportOf(relay)))
        .orElseGet(
            () ->
                Future.failedFuture(
                    new RefusedException(ErrorCode.RELAY_NOT_FOUND, "no relay has this id")));
  }

  private static List<String> urls(Optional<RelayReport> relay) {
    return relay.map(found -> RelayEndpoint.urls(found.address(), found.port())).orElse(List.of());
  }
}
