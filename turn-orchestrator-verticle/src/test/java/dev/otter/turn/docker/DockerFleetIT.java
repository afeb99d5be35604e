package dev.otter.turn.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.TurnCredentials;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.check.RelaySelfTest;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.relay.Relay;
import dev.otter.turn.relay.RelayFleet;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RelayPlan;
import dev.otter.turn.relay.RelayState;
import dev.otter.turn.testing.OnContext;
import dev.otter.turn.testing.RelayedData;
import dev.otter.turn.testing.TestRelays;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two relays in containers of a real daemon, with calls on them: the daemon is away for ten
 * seconds, one relay is killed, one is drained.
 */
@Tag("long")
class DockerFleetIT {

  private static final String SECRET = "the-secret-of-this-test";
  private static final Duration AWAY = Duration.ofSeconds(10);

  @TempDir private Path directory;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final OnContext on = new OnContext(vertx);
  private RelayFleet fleet;
  private volatile Set<RelayId> everFailed = Set.of();

  @Test
  void callsGoOnWhileTheDaemonIsAwayAndNothingIsDoubledAfterwards() throws Exception {
    TestDocker docker = TestDocker.start(directory);
    try (RelayedData data = new RelayedData(vertx)) {
      open(docker);
      until(() -> ready().size() == 2);
      Set<RelayId> before = ids(ready());
      for (Relay relay : ready()) {
        data.send(relay.id().value(), server(relay));
      }
      before.forEach(id -> data.untilArrives(id.value()));

      docker.stop();
      long end = System.nanoTime() + AWAY.toNanos();
      while (System.nanoTime() < end) {
        before.forEach(id -> data.untilArrives(id.value()));
      }
      docker.start();

      before.forEach(id -> data.untilArrives(id.value()));
      assertThat(everFailed).isEmpty();
      assertThat(ids(ready())).isEqualTo(before);
      assertThat(docker.containers()).hasSize(2);

      RelayId victim = ready().get(0).id();
      docker.docker("kill", victim.value());
      until(() -> ready().size() == 2 && !ids(ready()).contains(victim));
      until(() -> docker.containers().size() == 2);
      RelayId drained = before.stream().filter(id -> !id.equals(victim)).findFirst().orElseThrow();
      on.call(() -> Future.succeededFuture(fleet.end(drained, true).orElseThrow()));
      until(() -> ready().size() == 2 && !ids(ready()).contains(drained));
      // Who relays by it is not cut off.
      data.untilArrives(drained.value());
      assertThat(everFailed).containsExactly(victim);
      on.call(fleet::close);
      assertThat(docker.containers()).isEmpty();
    } finally {
      docker.close();
      vertx.close().await(60, TimeUnit.SECONDS);
    }
  }

  private void open(TestDocker docker) {
    RelayRules rules = TestRelays.rules(SECRET);
    RelaysConfig config =
        TestRelays.docker(2, RelaysConfig.DEFAULT_RELAY_PORTS, docker.host(), TestDocker.IMAGE);
    on.call(
        () -> {
          DockerDriver driver =
              new DockerDriver(vertx, directory, config, InetAddress.getLoopbackAddress(), rules);
          fleet =
              new RelayFleet(
                  vertx,
                  driver,
                  new RelayPlan(Duration.ofMinutes(1), Duration.ofMinutes(10)),
                  () -> 2,
                  new RelaySelfTest(vertx, rules, InstantSource.system())::run,
                  Set::of,
                  InstantSource.system(),
                  this::look);
          fleet.open();
          fleet.publicIp("127.0.0.1");
          return Future.succeededFuture();
        });
  }

  private void look() {
    Set<RelayId> failed =
        fleet.relays().stream()
            .filter(relay -> relay.state() == RelayState.FAILED)
            .map(Relay::id)
            .collect(Collectors.toSet());
    failed.addAll(everFailed);
    everFailed = failed;
  }

  private List<Relay> ready() {
    return on.call(() -> Future.succeededFuture(fleet.relays())).stream()
        .filter(relay -> relay.state() == RelayState.READY)
        .toList();
  }

  private static Set<RelayId> ids(List<Relay> relays) {
    return relays.stream().map(Relay::id).collect(Collectors.toSet());
  }

  private static JsonObject server(Relay relay) {
    Credential credential =
        new TurnCredentials(SECRET, InstantSource.system()).issue(relay.id().value());
    return new JsonObject()
        .put("urls", new JsonArray().add("turn:127.0.0.1:" + relay.endpoint().orElseThrow().port()))
        .put("username", credential.username())
        .put("credential", credential.password());
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("60 s are over").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
