package dev.otter.turn;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.config.RelayTls;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.kv.KeyValueStores;
import dev.otter.contract.signaling.NodeLeft;
import dev.otter.contract.trace.Tracing;
import dev.otter.contract.turn.AskIceServers;
import dev.otter.contract.turn.EndRelay;
import dev.otter.contract.turn.EndRelaying;
import dev.otter.contract.turn.IceServerList;
import dev.otter.contract.turn.IceServersChanged;
import dev.otter.contract.turn.RelayReach;
import dev.otter.contract.turn.RelayReport;
import dev.otter.contract.turn.RelayReports;
import dev.otter.contract.turn.RelayUse;
import dev.otter.contract.turn.RelayWait;
import dev.otter.turn.address.AddressSource;
import dev.otter.turn.certificate.RelayCertificates;
import dev.otter.turn.coturn.ConsoleKey;
import dev.otter.turn.gateway.GatewayCluster;
import dev.otter.turn.gateway.TurnGateway;
import dev.otter.turn.kubernetes.KubernetesAccess;
import dev.otter.turn.others.OtherServers;
import dev.otter.turn.relay.Relay;
import dev.otter.turn.relay.RelayDirectory;
import dev.otter.turn.relay.RelayEndpoint;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RelayLoad;
import dev.otter.turn.relay.RoomPlacements;
import dev.otter.turn.sessions.AllocationTraces;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
  private final TurnSecrets secrets;
  private final String edgeHost;
  private final Path dataDir;
  private final Surroundings surroundings;
  private final InstantSource clock;
  private final RelayDirectory directory = new RelayDirectory(System::nanoTime);
  private final RoomPlacements placements;
  private final IceServerLists lists;
  private final TurnMetrics metrics = new TurnMetrics();
  private final OtherServers others;
  private final RelayDuty duty;
  private final RelayingEnds relayingEnds;
  private BusReplies replies;
  private AllocationTraces traces;
  private List<AddressSource> sources = AddressSource.DEFAULT;

  /**
   * Makes the verticle.
   *
   * @param tag this node
   * @param turn where servers come from, with the secrets that the cluster agreed on
   * @param edgeHost {@code http.host}: relays of a node that is bound to loopback are too
   * @param dataDir where the node keeps things
   * @param surroundings what it shares with the other nodes
   * @param clock what credentials expire by
   */
  public TurnOrchestratorVerticle(
      NodeTag tag,
      TurnConfig turn,
      String edgeHost,
      Path dataDir,
      Surroundings surroundings,
      InstantSource clock) {
    this.tag = tag;
    this.turn = turn;
    this.secrets = TurnSecrets.of(turn.secrets());
    this.edgeHost = edgeHost;
    this.dataDir = dataDir;
    this.duty = new RelayDuty(tag, turn, surroundings.stores());
    this.relayingEnds = new RelayingEnds(duty, this::changed);
    this.placements = new RoomPlacements(directory, surroundings.stores(), System::nanoTime);
    this.surroundings = surroundings;
    this.clock = clock;
    this.others =
        new OtherServers(
            tag,
            turn,
            host -> !LocalAddress.isLoopback(edgeHost) || LocalAddress.isLoopback(host),
            clock,
            new TurnCredentials(secrets, clock),
            System::nanoTime,
            metrics.others());
    this.lists =
        new IceServerLists(
            new TurnCredentials(secrets, clock), new CredentialRate(System::nanoTime));
  }

  /**
   * What the verticle shares with other nodes.
   *
   * @param stores what the nodes share; not null
   * @param gate whether this node may act for its cluster; not null
   * @param link where other nodes' gateways reach this one by UDP: {@code cluster.host} and {@code
   *     cluster.port}; empty where there are no others
   */
  public record Surroundings(KeyValueStores stores, ServingGate gate, Optional<HostAndPort> link) {}

  /** Has another API server than the one of the cluster that this is a pod of: for tests. */
  void kubernetes(KubernetesAccess access) {
    duty.kubernetes(access);
  }

  /** Has others asked for the public addresses than those on the internet: for tests. */
  void sources(List<AddressSource> others) {
    sources = others;
  }

  @Override
  public Future<?> start() {
    replies = new BusReplies(vertx);
    traces = new AllocationTraces(Tracing.of(vertx), surroundings.stores());
    vertx
        .eventBus()
        .<RelayReports>consumer(
            BusAddress.RELAY_REPORTS.address(), message -> heard(message.body()));
    vertx
        .eventBus()
        .<EndRelaying>consumer(
            BusAddress.END_RELAYING.address(), message -> relayingEnds.end(message.body()));
    vertx
        .eventBus()
        .<NodeLeft>localConsumer(
            BusAddress.NODE_LEFT.address(), message -> left(message.body().node()));
    others.open(vertx, this::report, this::changed);
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
    return new TurnRoutes(vertx, urls, lists, directory);
  }

  /** What this node measures of its relays, and of the gateway in front of them. */
  public MeterBinder metrics() {
    return metrics;
  }

  /**
   * Has these TURN secrets be good from now on: calls go on, and relays that know others are
   * replaced one after the other. For any thread, once the verticle is deployed.
   *
   * @param accepted the one that signs first; secrets
   * @return whether all relays that this node hands out know them
   */
  public Future<Boolean> accept(List<String> accepted) {
    Promise<Boolean> known = Promise.promise();
    context.runOnContext(
        here -> {
          try {
            Optional<RelayLaunching> there = duty.launching();
            if (secrets.change(accepted)) {
              there.ifPresent(RelayLaunching::onOtherSecrets);
            }
            known.complete(there.map(each -> each.fleet().isUpToDate()).orElse(true));
          } catch (RuntimeException e) {
            known.fail(e);
          }
        });
    return known.future();
  }

  /** Whether all rooms are given the same servers. */
  private boolean isRoomless() {
    return turn.driver() == TurnDriver.STATIC || turn.gateway();
  }

  private List<String> roomlessUrls() {
    return turn.gateway()
        ? duty.gateway()
            .flatMap(TurnGateway::address)
            .map(at -> RelayEndpoint.gatewayUrls(at.getAddress().getHostAddress(), at.getPort()))
            .orElse(List.of())
        : others.urls();
  }

  private Future<IceServerList> iceServers(AskIceServers question) {
    String participant = question.participant();
    traces.handedOut(participant, Tracing.here());
    if (isRoomless()) {
      String given = turn.gateway() ? null : others.give(question.roomId());
      return Future.succeededFuture(lists.of(given, roomlessUrls(), participant));
    }
    return placements
        .place(question.roomId())
        .map(relay -> lists.of(relay.map(RelayReport::id).orElse(null), urls(relay), participant));
  }

  @Override
  public Future<?> stop() {
    others.close();
    return duty.close().transform(done -> replies.close());
  }

  /**
   * Only what can be wrong in the configuration is waited for: Docker may have to pull an image.
   */
  private Future<?> choose() {
    RelayCertificates certificates = new RelayCertificates(turn.relays().tls(), clock);
    Future<Function<Optional<KubernetesAccess>, RelayLaunching.Node>> read =
        vertx.executeBlocking(
            () -> {
              certificates.read();
              ConsoleKey key =
                  ConsoleKey.keptIn(RelayLaunching.directory(dataDir).resolve("console-key"));
              GatewayCluster cluster = cluster();
              return kubernetes ->
                  new RelayLaunching.Node(
                      vertx,
                      turn,
                      secrets,
                      edgeHost,
                      dataDir,
                      cluster,
                      clock,
                      key,
                      certificates,
                      metrics,
                      kubernetes,
                      sources);
            });
    Future<?> opened =
        read.compose(this::begin)
            .onFailure(
                failure -> LOG.error("no relays are launched because={}", failure.getMessage()));
    return turn.driver() == TurnDriver.PROCESS || turn.driver() == TurnDriver.KUBERNETES
        ? opened
        : read;
  }

  private Future<Void> begin(Function<Optional<KubernetesAccess>, RelayLaunching.Node> node) {
    boolean behindGateway = turn.driver() == TurnDriver.STATIC && turn.gateway();
    Future<?> begun =
        behindGateway
            ? duty.stand(OthersGateway.of(node.apply(Optional.empty()), others))
            : duty.begin(
                vertx, kubernetes -> RelayLaunching.prepare(node.apply(kubernetes), this::report));
    return begun.mapEmpty();
  }

  /** Blocking: the host may be a name. */
  private GatewayCluster cluster() throws UnknownHostException {
    Optional<InetSocketAddress> link = Optional.empty();
    if (surroundings.link().isPresent()) {
      HostAndPort at = surroundings.link().get();
      link = Optional.of(new InetSocketAddress(InetAddress.getByName(at.host()), at.port()));
    }
    return new GatewayCluster(tag, link, surroundings.stores(), surroundings.gate());
  }

  private void left(NodeTag node) {
    duty.gateway().ifPresent(door -> door.nodeLeft(node));
    goneFromDirectory(directory.left(node));
  }

  private List<Relay> relays() {
    return duty.launching().map(each -> each.fleet().relays()).orElse(List.of());
  }

  private void tick() {
    placements.sweep();
    others.sweep();
    report();
    goneFromDirectory(directory.sweep());
  }

  /** This node hears itself at once; the others hear it over the bus. */
  private void report() {
    if (turn.driver() == TurnDriver.STATIC) {
      duty.tellOfOthers();
      tell(others.reports());
      return;
    }
    if (duty.launching().isEmpty()) {
      return;
    }
    duty.launching().get().tellOthers();
    Optional<RelayWait> waiting = duty.launching().get().waiting();
    metrics.relays().relays(relays());
    metrics.relays().waiting(waiting.isPresent());
    tell(
        new RelayReports(
            tag, relays().stream().map(this::reportOf).toList(), waiting.orElse(null)));
  }

  private void tell(RelayReports reports) {
    heard(reports);
    vertx.eventBus().publish(BusAddress.RELAY_REPORTS.address(), reports);
  }

  private RelayReport reportOf(Relay relay) {
    RelayLoad load = duty.launching().orElseThrow().sessions().load(relay.id());
    return new RelayReport(
        relay.id().value(),
        tag,
        duty.launching().orElseThrow().driver().name(),
        relay.endpoint().map(RelayEndpoint::publicIp).orElse(null),
        relay.endpoint().map(RelayEndpoint::port).orElse(0),
        relay.state().text(),
        relay.reason(),
        relay.since(),
        relay.endpoint().map(at -> at.urls(tlsHost(), relay.isReachedByIpv6())).orElse(List.of()),
        new RelayUse(
            placements.counts().getOrDefault(relay.id().value(), 0),
            load.allocations(),
            load.bitsPerSecond()),
        relay.endpoint().map(duty.launching().orElseThrow()::addressFrom).orElse(null),
        new RelayReach(
            relay.endpoint().map(at -> at.network().isPresent()).orElse(false),
            duty.launching().orElseThrow().ipv6().of(relay)));
  }

  private Optional<String> tlsHost() {
    return turn.relays().tls().map(RelayTls::host);
  }

  private void heard(RelayReports reports) {
    goneFromDirectory(directory.report(reports));
    others.heard(reports);
  }

  private void goneFromDirectory(Set<String> gone) {
    for (String relayId : gone) {
      boolean dead = directory.find(relayId).map(RelayReport::restarts).orElse(true);
      List<RoomId> rooms = placements.roomsOn(relayId);
      placements.clear(relayId);
      for (RoomId room : rooms) {
        changed(new IceServersChanged(room, relayId, dead));
      }
      LOG.info("relay is handed out no more relayId={} rooms={}", relayId, rooms.size());
    }
  }

  private void changed(IceServersChanged news) {
    vertx.eventBus().publish(BusAddress.ICE_SERVERS_CHANGED.address(), news);
  }

  private Future<RelayReport> end(EndRelay request) {
    return duty.launching()
        .filter(has -> RelayId.isValid(request.relayId()))
        .flatMap(has -> has.fleet().end(new RelayId(request.relayId()), request.drain()))
        .map(relay -> Future.succeededFuture(reportOf(relay)))
        .orElseGet(
            () ->
                Future.failedFuture(
                    new RefusedException(
                        ErrorCode.RELAY_NOT_FOUND, "no relay that a node launched has this id")));
  }

  private static List<String> urls(Optional<RelayReport> relay) {
    return relay.map(RelayReport::urls).orElse(List.of());
  }
}
