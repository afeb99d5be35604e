package dev.otter.turn;

import dev.otter.contract.config.GatewayMode;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.trace.Tracing;
import dev.otter.contract.turn.AddressFrom;
import dev.otter.contract.turn.RelayWait;
import dev.otter.turn.address.AddressFamily;
import dev.otter.turn.address.AddressSource;
import dev.otter.turn.address.KnownAddress;
import dev.otter.turn.address.PublicAddress;
import dev.otter.turn.address.PublicAddressTask;
import dev.otter.turn.certificate.CertificateTask;
import dev.otter.turn.certificate.RelayCertificates;
import dev.otter.turn.check.RelaySelfTest;
import dev.otter.turn.coturn.ConsoleKey;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.docker.DockerDriver;
import dev.otter.turn.gateway.GatewayCluster;
import dev.otter.turn.gateway.GatewaySettings;
import dev.otter.turn.gateway.RelayAt;
import dev.otter.turn.gateway.TurnGateway;
import dev.otter.turn.kubernetes.KubernetesAccess;
import dev.otter.turn.kubernetes.KubernetesDriver;
import dev.otter.turn.ports.PortSlots;
import dev.otter.turn.process.ProcessDriver;
import dev.otter.turn.redis.RedisDoor;
import dev.otter.turn.redis.RedisDoorSettings;
import dev.otter.turn.relay.Relay;
import dev.otter.turn.relay.RelayDriver;
import dev.otter.turn.relay.RelayEndpoint;
import dev.otter.turn.relay.RelayFleet;
import dev.otter.turn.relay.RelayLoad;
import dev.otter.turn.relay.RelayPlan;
import dev.otter.turn.relay.RelayScaling;
import dev.otter.turn.relay.RelayState;
import dev.otter.turn.relay.RelayTest;
import dev.otter.turn.sessions.AllocationTraces;
import dev.otter.turn.sessions.RelaySessions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What launches this node's relays: the chosen driver, the fleet that it serves, and the public
 * address that relays tell. There is none where nothing is launched. Used on one context.
 *
 * @param driver what runs them
 * @param fleet all of them
 * @param gateway what stands in front of them; empty where nothing does
 * @param sessions who relays on them
 * @param redis where they tell of their sessions; empty where they do not
 * @param known the public IPv4 address where it is known without asking
 * @param address what finds out the public IPv4 address; empty where it is known
 * @param ipv6 the IPv6 address that relays listen on besides
 * @param certificates what looks for another certificate; empty where relays do not take TLS
 * @param rules what relays are told
 */
record RelayLaunching(
    RelayDriver driver,
    RelayFleet fleet,
    Optional<TurnGateway> gateway,
    RelaySessions sessions,
    Optional<RedisDoor> redis,
    Optional<KnownAddress> known,
    Optional<PublicAddressTask> address,
    RelayIpv6Address ipv6,
    Optional<CertificateTask> certificates,
    RelayRules rules) {

  private static final Logger LOG = LoggerFactory.getLogger(RelayLaunching.class);
  private static final Duration TEST_EVERY = Duration.ofMinutes(1);
  private static final Duration DRAIN_BOUND = Duration.ofMinutes(10);

  /**
   * What a node is, as far as its relays need it.
   *
   * @param vertx whose current context is used
   * @param turn what is configured
   * @param secrets those of each moment
   * @param edgeHost {@code http.host}
   * @param dataDir where the node keeps things
   * @param cluster where its gateway is among those of other nodes
   * @param clock what credentials expire by
   * @param consoleKey what the passwords of their consoles are made of
   * @param certificates what its relays show over TLS; read already
   * @param metrics what is counted
   * @param kubernetes where its API server is; empty with other drivers
   * @param sources who is asked for the public addresses
   */
  record Node(
      Vertx vertx,
      TurnConfig turn,
      TurnSecrets secrets,
      String edgeHost,
      Path dataDir,
      GatewayCluster cluster,
      InstantSource clock,
      ConsoleKey consoleKey,
      RelayCertificates certificates,
      TurnMetrics metrics,
      Optional<KubernetesAccess> kubernetes,
      List<AddressSource> sources) {}

  /**
   * Chooses a driver; with one that launches relays, makes it and a fleet that does nothing yet.
   *
   * @param node whose relays they are
   * @param onChange called after each change of the fleet's relays
   * @return empty where nothing is launched; fails when what is configured cannot be had
   */
  static Future<Optional<RelayLaunching>> prepare(Node node, Runnable onChange) {
    // A node that is bound to loopback asks nobody on the internet for anything.
    boolean mayPull = !LocalAddress.isLoopback(node.edgeHost);
    return DriverChoice.of(node.vertx, node.turn, System.getenv("PATH"), mayPull)
        .onSuccess(
            choice ->
                LOG.info("turn driver={} because={}", choice.driver().optionText(), choice.why()))
        .map(choice -> prepare(node, choice, onChange));
  }

  /** Begins; fails when the port of the Redis door cannot be had. */
  Future<Void> open() {
    return redis
        .map(RedisDoor::open)
        .orElseGet(Future::succeededFuture)
        .map(
            opened -> {
              fleet.open();
              sessions.open(fleet::relays);
              address.ifPresent(PublicAddressTask::open);
              ipv6.open();
              certificates.ifPresent(CertificateTask::open);
              return null;
            });
  }

  /** Ends all relays; completes when they are gone, or did not go in time. */
  Future<Void> close() {
    address.ifPresent(PublicAddressTask::close);
    ipv6.close();
    certificates.ifPresent(CertificateTask::close);
    return gateway
        .map(TurnGateway::close)
        .orElseGet(Future::succeededFuture)
        .eventually(sessions::close)
        .eventually(fleet::close)
        .eventually(() -> redis.map(RedisDoor::close).orElseGet(Future::succeededFuture));
  }

  /** How the address is known at which clients find a relay. */
  AddressFrom addressFrom(RelayEndpoint relay) {
    if (driver.findsAddresses()) {
      return new AddressFrom(driver.addressFrom(relay), null);
    }
    if (gateway.isPresent()) {
      return new AddressFrom("the gateway of this node alone speaks with it", null);
    }
    return known
        .or(() -> address.flatMap(PublicAddressTask::known))
        .filter(now -> now.ip().equals(relay.publicIp()))
        .map(KnownAddress::from)
        .orElseGet(() -> new AddressFrom("it was launched with this one", null));
  }

  /** Has relays know the secrets of this moment: those that cannot ask are replaced. */
  void onOtherSecrets() {
    if (!rules.asksForSecrets()) {
      fleet.replaceAll("it knows other TURN secrets");
    }
  }

  /** Why no relay is ready; empty where one is, or nothing has gone wrong. */
  Optional<RelayWait> waiting() {
    return address.flatMap(PublicAddressTask::trouble).or(fleet::waiting);
  }

  /** Tells the gateway and the Redis door which relays there are now. */
  void tellOthers() {
    tellGateway();
    redis.ifPresent(
        door -> door.retain(fleet.relays().stream().map(Relay::id).collect(Collectors.toSet())));
  }

  private void tellGateway() {
    gateway.ifPresent(door -> door.relays(inState(RelayState.READY), inState(RelayState.DRAINING)));
  }

  private List<RelayAt> inState(RelayState state) {
    return fleet.relays().stream()
        .filter(relay -> relay.state() == state)
        .map(relay -> new RelayAt(relay.id(), relay.endpoint().orElseThrow().local()))
        .toList();
  }

  private static Optional<RelayLaunching> prepare(
      Node node, DriverChoice choice, Runnable onChange) {
    RelaysConfig relays = node.turn.relays();
    InetAddress local = LocalAddress.of(relays.host(), node.edgeHost);
    Optional<TurnGateway> gateway =
        node.turn.gateway()
            ? Optional.of(gateway(node, local, LocalAddress.loopback()))
            : Optional.empty();
    RelayRules rules =
        new RelayRules(
            relays.allowedPeers(),
            node.secrets,
            node.consoleKey,
            node.certificates,
            gateway.isPresent(),
            node.turn.redisDoor().map(door -> new InetSocketAddress(door.host(), door.port())));
    return driver(node, choice, gateway.isPresent() ? LocalAddress.loopback() : local, rules)
        .map(
            driver -> {
              RelaySessions sessions = sessions(node);
              RelayFleet fleet =
                  new RelayFleet(
                      node.vertx,
                      driver,
                      new RelayPlan(TEST_EVERY, DRAIN_BOUND),
                      wanted(node, sessions),
                      selfTest(node, rules),
                      sessions::unused,
                      node.clock,
                      onChange);
              Consumer<String> told =
                  gateway.<Consumer<String>>map(RelayLaunching::telling).orElse(fleet::publicIp);
              // Clients are told of the gateway only; its relays are for this machine.
              gateway.ifPresent(door -> fleet.publicIp(LocalAddress.loopback().getHostAddress()));
              Optional<KnownAddress> known =
                  Optional.of(driver)
                      .filter(each -> !each.findsAddresses())
                      .flatMap(each -> KnownAddress.unasked(relays, local));
              known.ifPresent(each -> told.accept(each.ip()));
              boolean asks = known.isEmpty() && !driver.findsAddresses();
              return new RelayLaunching(
                  driver,
                  fleet,
                  gateway,
                  sessions,
                  redis(node, rules, fleet),
                  known,
                  asks ? Optional.of(asking(node, told)) : Optional.empty(),
                  RelayIpv6Address.of(node, driver.takesIpv6(), local, fleet::ipv6),
                  renewing(node, fleet),
                  rules);
            });
  }

  /**
   * Makes a node's gateway.
   *
   * @param local where clients and peers reach it
   * @param inside where its relays do
   */
  static TurnGateway gateway(Node node, InetAddress local, InetAddress inside) {
    RelaysConfig relays = node.turn.relays();
    GatewaySettings settings =
        new GatewaySettings(
            local,
            relays.port(),
            relays.relayPorts(),
            inside,
            relays.allowedPeers(),
            node.turn.gatewayMode() == GatewayMode.NAT,
            node.secrets);
    return new TurnGateway(
        node.vertx, settings, node.cluster, node.metrics.gateway(), node.clock, System::nanoTime);
  }

  private static Optional<RedisDoor> redis(Node node, RelayRules rules, RelayFleet fleet) {
    return node.turn
        .redisDoor()
        .map(
            at ->
                new RedisDoorSettings(
                    at.host(),
                    at.port(),
                    rules::relayOf,
                    id -> fleet.relays().stream().anyMatch(relay -> relay.id().equals(id)),
                    rules.secrets()))
        .map(
            settings ->
                new RedisDoor(
                    node.vertx,
                    settings,
                    node.metrics.redis(),
                    System::nanoTime,
                    id -> fleet.lost(id, "its connections to the Redis door have ended")));
  }

  /** Tells a gateway its public address. */
  static Consumer<String> telling(TurnGateway gateway) {
    return ip -> gateway.publicAddress(LocalAddress.literal(ip));
  }

  private static RelaySessions sessions(Node node) {
    return new RelaySessions(
        node.vertx,
        TurnCredentials.LIFETIME,
        System::nanoTime,
        node.metrics.relays()::relayed,
        new AllocationTraces(Tracing.of(node.vertx), node.cluster.stores()));
  }

  private static IntSupplier wanted(Node node, RelaySessions sessions) {
    RelayScaling scaling = new RelayScaling(node.turn.relays().scaledCount());
    return () -> {
      RelayLoad load = sessions.load();
      int wanted = scaling.wanted(load, node.clock.instant());
      node.metrics.relays().wanted(wanted, load);
      return wanted;
    };
  }

  private static RelayTest selfTest(Node node, RelayRules rules) {
    RelaySelfTest test = new RelaySelfTest(node.vertx, rules, node.clock);
    return (relay, outdated) ->
        test.run(relay, outdated)
            .onComplete(outcome -> node.metrics.relays().tested(outcome.succeeded()));
  }

  /** Where a node keeps what belongs to its relays. */
  static Path directory(Path dataDir) {
    return dataDir.resolve("relays");
  }

  private static Optional<RelayDriver> driver(
      Node node, DriverChoice choice, InetAddress local, RelayRules rules) {
    Path directory = directory(node.dataDir);
    RelaysConfig configured = node.turn.relays();
    RelaysConfig relays = rules.isBehindGateway() ? configured.behindGateway() : configured;
    return switch (choice.driver()) {
      case PROCESS ->
          Optional.of(
              new ProcessDriver(
                  node.vertx,
                  choice.executable().orElseThrow(),
                  directory,
                  new PortSlots(PortSlots.shared()),
                  relays,
                  local,
                  rules));
      case DOCKER -> Optional.of(new DockerDriver(node.vertx, directory, relays, local, rules));
      case KUBERNETES ->
          Optional.of(
              new KubernetesDriver(node.vertx, node.kubernetes.orElseThrow(), relays, rules));
      default -> Optional.empty();
    };
  }

  private static Optional<CertificateTask> renewing(Node node, RelayFleet fleet) {
    return node.certificates.wanted()
        ? Optional.of(new CertificateTask(node.vertx, node.certificates, fleet::renewCertificates))
        : Optional.empty();
  }

  /** Finds out the public address of a node, and tells it. */
  static PublicAddressTask asking(Node node, Consumer<String> told) {
    PublicAddress finder =
        new PublicAddress(node.vertx, AddressSource.of(AddressFamily.IPV4, node.sources));
    return new PublicAddressTask(
        node.vertx, AddressFamily.IPV4, finder.names(), finder::find, node.clock, told);
  }
}
