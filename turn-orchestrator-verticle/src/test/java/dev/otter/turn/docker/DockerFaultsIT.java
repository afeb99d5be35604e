package dev.otter.turn.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.turn.RelayWait;
import dev.otter.turn.RelayMetrics;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.docker.FaultyDaemon.Fault;
import dev.otter.turn.relay.Relay;
import dev.otter.turn.relay.RelayFleet;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RelayPlan;
import dev.otter.turn.relay.RelayState;
import dev.otter.turn.testing.HandClock;
import dev.otter.turn.testing.LoggedBy;
import dev.otter.turn.testing.OnContext;
import dev.otter.turn.testing.TestRelays;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A Docker daemon with faults that a real one cannot be made to show: each ends in a state with a
 * reason, a line of the log and a metric, and is tried again less and less. The clock of the fleet
 * is the test's: it stands.
 */
class DockerFaultsIT {

  private static final RelayRules RULES = TestRelays.rules("the-secret-of-this-test");

  /** With a daemon that hangs; else a busy machine would be taken for one. */
  private static final Duration LITTLE_PATIENCE = Duration.ofMillis(500);

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LISTEN_AGAIN = Duration.ofMillis(200);

  @TempDir private Path directory;

  private final HandClock clock = new HandClock();
  private final Set<RelayId> begun = new HashSet<>();
  private final BlockingQueue<Relay> failed = new LinkedBlockingQueue<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RelayMetrics metrics = new RelayMetrics();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final OnContext on = new OnContext(vertx);
  private FaultyDaemon daemon;
  private Optional<RelayFleet> fleet = Optional.empty();

  @BeforeEach
  void open() throws Exception {
    daemon = new FaultyDaemon(vertx, directory);
    metrics.bindTo(registry);
  }

  @AfterEach
  void close() throws Exception {
    fleet.ifPresent(each -> on.call(each::close));
    daemon.close();
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  static Stream<Arguments> faults() {
    String full = "docker answered 500: the disk is full";
    String taken = "Bind for 0.0.0.0:3478 failed: port is already allocated";
    return Stream.of(
        fault("makes no container", at("POST /containers/create", error("the disk is full")), full),
        fault("takes no files", at("PUT /containers", error("the disk is full")), full),
        fault("starts nothing", at("POST /containers/relay", error("the disk is full")), full),
        fault("has no such port", at("POST /containers/relay", error(taken)), taken),
        fault("closes", at("POST /containers/relay", HttpServerResponse::reset), "was closed"),
        fault("ends in the middle", at("GET /containers/relay", half()), "was closed"),
        fault("hangs", at("POST /containers/create", silence()), "imeout"),
        fault("talks", at("GET /containers/relay", text()), "that is not a JSON object"),
        fault("does not look", at("GET /images", error("the disk is full")), full),
        fault("has no image", noImage(), "docker answered 200: manifest unknown"));
  }

  @ParameterizedTest(name = "a daemon that {0}")
  @MethodSource("faults")
  void aLaunchThatFailsHasAReasonALogEntryAndAMetricAndIsTriedLessAndLess(
      String name, Fault fault, String reason) throws Exception {
    daemon.fault(fault);
    open(name.equals("hangs") ? LITTLE_PATIENCE : PATIENCE);

    failsAtOnceAndOnceMoreAndThenLessAndLess(reason);
    // What a launch has left is removed.
    until(() -> daemon.calls("DELETE /containers/relay") >= 4);
  }

  @Test
  void aRelayThatStartsAndNeverAnswersIsGivenUp() throws Exception {
    try (LoggedBy log = new LoggedBy(RelayFleet.class)) {
      open(PATIENCE);
      until(() -> daemon.calls("GET /containers/relay") >= 1);
      // All the time that it may take, and more.
      vertx.setPeriodic(100, timer -> clock.advance(Duration.ofSeconds(2)));

      assertThat(failed.poll(60, TimeUnit.SECONDS).reason())
          .startsWith("it did not start: ")
          .containsIgnoringCase("no answer");
      assertThat(waiting().reason()).containsIgnoringCase("no answer");
      assertThat(log.lines())
          .anyMatch(line -> line.startsWith("WARN relay ") && line.contains("did not start"));
    }
    until(() -> registry.get("otter.relay.failures").functionCounter().count() >= 1);
  }

  @Test
  void aDaemonThatDoesNotSayWhatRunsIsAReasonToo() {
    daemon.fault(at("GET /containers/json", error("the disk is full")));
    try (LoggedBy log = new LoggedBy(RelayFleet.class)) {
      open(PATIENCE);

      until(() -> fleet.orElseThrow().waiting().isPresent());
      assertThat(waiting())
          .isEqualTo(
              new RelayWait(
                  "docker cannot be asked for relays: docker answered 500: the disk is full",
                  clock.instant()));
      assertThat(log.lines())
          .containsExactly(
              "WARN relays cannot be looked for driver=docker because=docker answered 500: the disk"
                  + " is full");
    }
    assertThat(daemon.calls("GET /containers/json")).isEqualTo(1);
    assertThat(daemon.calls("POST")).isZero();
  }

  @Test
  void eventsThatEndOrAreNoneAreAskedForAgainAfterAWhile() {
    List<Long> asked = new CopyOnWriteArrayList<>();
    daemon.fault(
        at(
            "GET /events",
            response -> {
              asked.add(System.nanoTime());
              response.end("this is not an event\n");
            }));
    open(PATIENCE);

    until(() -> asked.size() >= 4);

    assertThat(Duration.ofNanos(asked.get(3) - asked.get(0)))
        .isGreaterThan(LISTEN_AGAIN.multipliedBy(2));
  }

  private void failsAtOnceAndOnceMoreAndThenLessAndLess(String reason) throws Exception {
    try (LoggedBy log = new LoggedBy(RelayFleet.class)) {
      Relay first = failed.poll(60, TimeUnit.SECONDS);
      assertThat(first.reason()).startsWith("it did not start: ").contains(reason);
      // The second launch comes at once, as a call may wait for it.
      assertThat(failed.poll(60, TimeUnit.SECONDS).reason()).contains(reason);
      assertThat(launches()).isEqualTo(2);
      assertThat(waiting().reason()).contains(reason);
      assertThat(log.lines())
          .anyMatch(line -> line.startsWith("WARN relay ") && line.contains(reason));
      assertThat(registry.get("otter.relay.failures").functionCounter().count()).isEqualTo(2);
    }
    clock.advance(Duration.ofSeconds(1));
    assertThat(launches()).isEqualTo(3);
    failed.poll(60, TimeUnit.SECONDS);
    clock.advance(Duration.ofMillis(1_900));
    assertThat(launches()).isEqualTo(3);
    clock.advance(Duration.ofMillis(100));
    assertThat(launches()).isEqualTo(4);
    failed.poll(60, TimeUnit.SECONDS);
  }

  /** How many launches there were, however often the fleet looks what there is to do. */
  private int launches() {
    return on.call(
        () -> {
          for (int i = 0; i < 100; i++) {
            fleet.orElseThrow().publicIp("127.0.0.1");
          }
          return Future.succeededFuture(begun.size());
        });
  }

  private RelayWait waiting() {
    return on.call(() -> Future.succeededFuture(fleet.orElseThrow().waiting().orElseThrow()));
  }

  private void open(Duration patience) {
    RelaysConfig config = TestRelays.docker(1, TestRelays.docker(daemon.host()), TestDocker.IMAGE);
    InetAddress local = InetAddress.getLoopbackAddress();
    DockerDriver driver =
        on.call(
            () ->
                Future.succeededFuture(
                    new DockerDriver(
                        vertx, directory, config, local, RULES, patience, LISTEN_AGAIN)));
    RelayFleet made =
        new RelayFleet(
            vertx,
            driver,
            new RelayPlan(Duration.ofMinutes(1), Duration.ofMinutes(10)),
            () -> 1,
            (relay, outdated) -> Future.succeededFuture(),
            Set::of,
            clock,
            this::look);
    fleet = Optional.of(made);
    on.call(
        () -> {
          made.open();
          made.publicIp("127.0.0.1");
          return Future.succeededFuture();
        });
  }

  /** As the verticle does at each change. */
  private void look() {
    List<Relay> relays = fleet.map(RelayFleet::relays).orElse(List.of());
    metrics.relays(relays);
    relays.forEach(relay -> begun.add(relay.id()));
    relays.stream().filter(relay -> relay.state() == RelayState.FAILED).forEach(failed::add);
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("30 s are over").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static Arguments fault(String name, Fault fault, String reason) {
    return Arguments.of(name, fault, reason);
  }

  /** What a daemon says to one call. */
  private interface Said {
    void to(HttpServerResponse response);
  }

  private static Fault at(String call, Said said) {
    return (asked, response) -> {
      boolean hit = asked.startsWith(call);
      if (hit) {
        said.to(response);
      }
      return hit;
    };
  }

  private static Said error(String message) {
    return response -> response.setStatusCode(500).end("{\"message\":\"" + message + "\"}");
  }

  private static Said half() {
    return response -> {
      response.putHeader("Content-Length", "100").write("{\"State\":");
      response.reset();
    };
  }

  private static Said silence() {
    return response -> {};
  }

  private static Said text() {
    return response -> response.end("hello");
  }

  private static Fault noImage() {
    Fault missing =
        at(
            "GET /images",
            response -> response.setStatusCode(404).end("{\"message\":\"no such image\"}"));
    Fault unknown =
        at(
            "POST /images/create",
            response ->
                response.end("{\"status\":\"Pulling\"}\n{\"error\":\"manifest unknown\"}\n"));
    return (asked, response) ->
        missing.answered(asked, response) || unknown.answered(asked, response);
  }
}
