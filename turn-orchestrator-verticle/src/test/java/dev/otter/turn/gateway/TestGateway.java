package dev.otter.turn.gateway;

import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.PortRange;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.LocalKeyValueStores;
import dev.otter.turn.TurnCredentials;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.TurnSecrets;
import dev.otter.turn.ports.PortSlots;
import dev.otter.turn.process.ProcessDriver;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RunningRelay;
import dev.otter.turn.testing.FreePorts;
import dev.otter.turn.testing.OnContext;
import dev.otter.turn.testing.TestRelays;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.NetUtil;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A gateway with real relays behind it, all on loopback; its clock can be set forward. */
final class TestGateway implements AutoCloseable {

  static final String SECRET = "the-secret-of-this-test";
  static final String OTHER = "the-other-secret-of-this-test";
  static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static final Path TURNSERVER = Path.of("/usr/bin/turnserver");
  private static final int BOUND_SECONDS = 60;

  private final OnContext on;
  private final ProcessDriver driver;
  private final List<RunningRelay> relays = new ArrayList<>();
  private final AtomicLong ahead = new AtomicLong();
  private final InstantSource clock = () -> Instant.now().plusNanos(ahead.get());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Path directory;
  private final Vertx own;
  private boolean dead;
  final TurnSecrets secrets = TurnSecrets.of(List.of(SECRET, OTHER));
  final TurnGateway gateway;

  /** As a node has it: with the system's own event loop where there is one. */
  static Vertx vertx() {
    return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  }

  /** A gateway that is alone. */
  TestGateway(Vertx vertx, Path directory, List<AddressRange> allowed) throws IOException {
    this(
        vertx,
        vertx,
        directory,
        allowed,
        alone(vertx),
        at(LOOPBACK.getHostAddress(), FreePorts.next()),
        false);
    gateway.publicAddress(LOOPBACK);
  }

  /**
   * A gateway among others.
   *
   * @param vertx of its relays
   * @param own of the gateway, which dies with it
   * @param front where it listens
   * @param answersAsAsked as {@link GatewaySettings}
   */
  TestGateway(
      Vertx vertx,
      Vertx own,
      Path directory,
      List<AddressRange> allowed,
      GatewayCluster cluster,
      InetSocketAddress front,
      boolean answersAsAsked) {
    this.directory = directory;
    this.own = own;
    on = new OnContext(vertx);
    RelaysConfig config = TestRelays.config(1);
    driver =
        new ProcessDriver(
            vertx,
            TURNSERVER,
            directory.resolve("relays"),
            new PortSlots(PortSlots.shared()),
            config,
            LOOPBACK,
            TestRelays.rulesBehindGateway(SECRET, OTHER));
    GatewayMetrics metrics = new GatewayMetrics();
    GatewaySettings settings =
        new GatewaySettings(
            front.getAddress(),
            front.getPort(),
            new PortRange(40_000, 48_000),
            LOOPBACK,
            allowed,
            answersAsAsked,
            secrets);
    gateway =
        new TurnGateway(
            own, settings, cluster, metrics, clock, () -> System.nanoTime() + ahead.get());
    metrics.bindTo(meters);
  }

  private static GatewayCluster alone(Vertx vertx) {
    return new GatewayCluster(
        NodeTag.random(),
        Optional.empty(),
        new LocalKeyValueStores(vertx, System::nanoTime),
        ServingGate.ALWAYS_OPEN);
  }

  /** Launches one more relay and waits until it answers. */
  RunningRelay launch() {
    RelayId id = RelayId.random();
    RunningRelay relay = on.call(() -> driver.launch(id, LOOPBACK.getHostAddress()));
    on.untilAnswers(relay.endpoint().local());
    relays.add(relay);
    return relay;
  }

  /** Says to the gateway which relays are ready, and which drain. */
  void tell(List<RunningRelay> ready, List<RunningRelay> draining) {
    gateway.relays(at(ready), at(draining));
  }

  /** With all relays that were launched ready. */
  InetSocketAddress open() {
    tell(relays, List.of());
    until("the gateway is open", () -> gateway.address().isPresent());
    return gateway.address().orElseThrow();
  }

  /** The process of a relay. */
  ProcessHandle process(RunningRelay relay) throws IOException {
    Path pid = directory.resolve("relays").resolve(relay.id().value()).resolve("pid");
    return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
  }

  String log(RunningRelay relay) throws IOException {
    return Files.readString(
        directory.resolve("relays").resolve(relay.id().value()).resolve("turnserver.log"));
  }

  /** How many allocations a relay has. */
  long allocations(RunningRelay relay) {
    try {
      return RelayAllocations.count(
          process(relay), directory.resolve("relays").resolve(relay.id().value()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal to a relay's process. */
  void signal(RunningRelay relay, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, "" + process(relay).pid()).start().waitFor();
  }

  void forward(Duration duration) {
    ahead.addAndGet(duration.toNanos());
  }

  Credential credential(String participant) {
    return new TurnCredentials(SECRET, clock).issue(participant);
  }

  InstantSource clock() {
    return clock;
  }

  double metric(String name, String... tags) {
    return Optional.ofNullable(meters.find(name).tags(tags).functionCounter())
        .map(each -> each.count())
        .orElseGet(() -> meters.find(name).tags(tags).gauge().value());
  }

  double drops(DropReason reason) {
    return metric("otter.gateway.drops", "reason", reason.label());
  }

  long moves() {
    return meters.get("otter.gateway.moves").timer().count();
  }

  double slowestMoveMs() {
    return meters.get("otter.gateway.moves").timer().max(TimeUnit.MILLISECONDS);
  }

  long takeOvers() {
    return meters.get("otter.gateway.takeovers").timer().count();
  }

  double sessions() {
    return metric("otter.gateway.sessions");
  }

  /** Shuts the gateway down as a node does that stops. */
  void closeGateway() {
    on.call(gateway::close);
    dead = true;
  }

  /** As a kill of the node does: its sockets are gone, and nobody is told. Its relays stay. */
  void die() throws Exception {
    dead = true;
    own.close().await(BOUND_SECONDS, TimeUnit.SECONDS);
  }

  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + BOUND_SECONDS + " s: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @Override
  public void close() {
    if (!dead) {
      on.call(gateway::close);
    }
    relays.forEach(relay -> on.call(() -> driver.stop(relay.id())));
    on.call(driver::close);
  }

  /** An address that needs no name service. */
  static InetSocketAddress at(String ip, int port) {
    return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(ip), port);
  }

  private static List<RelayAt> at(List<RunningRelay> relays) {
    return relays.stream().map(each -> new RelayAt(each.id(), each.endpoint().local())).toList();
  }
}
