package dev.otter.turn.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.relay.Relay;
import dev.otter.turn.relay.RelayFleet;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RelayPlan;
import dev.otter.turn.relay.RelayState;
import dev.otter.turn.testing.OnContext;
import dev.otter.turn.testing.TestRelays;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A Docker daemon with faults that a real one cannot be made to show: each ends in a state with a
 * reason, and is tried again less and less.
 */
class DockerFaultsIT {

  private static final RelayRules RULES = TestRelays.rules("the-secret-of-this-test");

  @TempDir private Path directory;

  private final BlockingQueue<Relay> failed = new LinkedBlockingQueue<>();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final OnContext on = new OnContext(vertx);
  private FaultyDaemon daemon;
  private Optional<RelayFleet> fleet = Optional.empty();

  @BeforeEach
  void open() throws Exception {
    daemon = new FaultyDaemon(vertx, directory);
  }

  @AfterEach
  void close() throws Exception {
    fleet.ifPresent(each -> on.call(each::close));
    daemon.close();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "POST /containers/create, 500, docker answered 500: the disk is full",
    "PUT /containers, 500, docker answered 500: the disk is full",
    "POST /containers/relay, 500, docker answered 500: the disk is full",
    "POST /containers/relay, 0, Connection was closed",
    "GET /containers/relay, 200, docker answered 200: something that is not a JSON object",
    "GET /images, 500, docker answered 500: the disk is full"
  })
  void aLaunchThatFailsHasAReasonAndIsTriedLessAndLess(String call, int status, String reason)
      throws Exception {
    daemon.fault((asked, response) -> asked.startsWith(call) && fails(response, status));
    open(daemon.host());

    assertThat(failed.poll(20, TimeUnit.SECONDS).reason())
        .startsWith("it did not start: ")
        .contains(reason);
    // At once, then after 1, 2, 4 s: no hot loop.
    long before = daemon.calls("GET /images");
    assertThat(untilQuietFor(Duration.ofSeconds(3))).isLessThanOrEqualTo(3);
    assertThat(daemon.calls("GET /images") - before).isLessThanOrEqualTo(4);
    // What a launch has left is removed.
    assertThat(daemon.calls("DELETE /containers/relay")).isPositive();
  }

  @Test
  void anImageThatCannotBePulledIsAReason() throws Exception {
    daemon.fault(
        (asked, response) -> {
          if (asked.startsWith("GET /images")) {
            response.setStatusCode(404).end("{\"message\":\"no such image\"}");
          } else if (asked.startsWith("POST /images/create")) {
            response.end("{\"status\":\"Pulling\"}\n{\"error\":\"manifest unknown\"}\n");
          } else {
            return false;
          }
          return true;
        });
    open(daemon.host());

    assertThat(failed.poll(20, TimeUnit.SECONDS).reason())
        .isEqualTo("it did not start: docker answered 200: manifest unknown");
  }

  @Test
  void aRelayThatStartsAndNeverAnswersIsAReason() throws Exception {
    open(daemon.host());

    assertThat(failed.poll(40, TimeUnit.SECONDS).reason())
        .startsWith("it did not start: ")
        .containsIgnoringCase("no answer");
  }

  @Test
  void aDaemonThatHangsIsGivenUp() {
    daemon.fault((asked, response) -> asked.startsWith("POST /containers/create"));
    DockerEngine impatient =
        new DockerEngine(vertx, TestRelays.docker(daemon.host()), Duration.ofSeconds(1));

    String outcome =
        on.call(
            () ->
                impatient
                    .create(RelayId.random().value(), new JsonObject())
                    .map("it was made")
                    .otherwise(failure -> failure.getClass().getSimpleName()));

    assertThat(outcome).endsWith("TimeoutException");
    assertThat(on.call(impatient::ping)).isNull();
  }

  @Test
  void eventsThatEndOrAreNoneAreAskedForAgainAfterAWhile() {
    daemon.fault(
        (asked, response) -> {
          if (asked.startsWith("GET /events")) {
            response.end("this is not an event\n");
            return true;
          }
          return false;
        });
    open(daemon.host());

    untilCalled("GET /events", 1);
    long first = System.nanoTime();
    untilCalled("GET /events", 3);

    // Every two seconds.
    assertThat(Duration.ofNanos(System.nanoTime() - first)).isGreaterThan(Duration.ofSeconds(3));
  }

  private void untilCalled(String call, int times) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (daemon.calls(call) < times) {
      assertThat(System.nanoTime()).as("30 s are over").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private void open(String host) {
    RelaysConfig config = TestRelays.docker(1, TestRelays.docker(host), TestDocker.IMAGE);
    DockerDriver driver =
        on.call(
            () ->
                Future.succeededFuture(
                    new DockerDriver(
                        vertx, directory, config, InetAddress.getLoopbackAddress(), RULES)));
    RelayFleet made =
        new RelayFleet(
            vertx,
            driver,
            new RelayPlan(Duration.ofMinutes(1), Duration.ofMinutes(10)),
            () -> 1,
            relay -> Future.succeededFuture(),
            Set::of,
            InstantSource.system(),
            this::look);
    fleet = Optional.of(made);
    on.call(
        () -> {
          made.open();
          made.publicIp("127.0.0.1");
          return Future.succeededFuture();
        });
  }

  private void look() {
    List<Relay> relays = fleet.map(RelayFleet::relays).orElse(List.of());
    relays.stream().filter(relay -> relay.state() == RelayState.FAILED).forEach(failed::add);
  }

  /** How many relays fail meanwhile. */
  private int untilQuietFor(Duration time) throws InterruptedException {
    int count = 0;
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      count += failed.poll(left, TimeUnit.NANOSECONDS) == null ? 0 : 1;
    }
    return count;
  }

  private static boolean fails(HttpServerResponse response, int status) {
    if (status == 0) {
      response.reset();
    } else if (status == 200) {
      response.end("hello");
    } else {
      response.setStatusCode(status).end("{\"message\":\"the disk is full\"}");
    }
    return true;
  }
}
