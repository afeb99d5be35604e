package dev.otter.turn.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.DockerConfig;
import dev.otter.contract.config.KubernetesConfig;
import dev.otter.contract.config.RelayContainers;
import dev.otter.contract.config.RelayCount;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.TurnSecrets;
import dev.otter.turn.certificate.RelayCertificates;
import dev.otter.turn.check.RelaySelfTest;
import dev.otter.turn.coturn.ConsoleKey;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RunningRelay;
import dev.otter.turn.testing.OnContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/** A stub of an API server, pods that are processes, and the node that acts now. */
final class KubernetesScene {

  static final String SECRET = "the-secret-of-this-test";

  final BlockingQueue<String> exits = new LinkedBlockingQueue<>();
  final OnContext on;
  final ApiServerStub server;
  final TurnserverKubelet kubelet;
  KubernetesDriver driver;

  KubernetesScene(Vertx vertx, Path directory) throws Exception {
    on = new OnContext(vertx);
    server = new ApiServerStub(vertx, directory);
    kubelet = new TurnserverKubelet(server, directory);
    server.kubelet(kubelet);
    driver = driver(config("pod", null), rules(SECRET));
    assertThat(on.call(driver::find)).isEmpty();
  }

  void close() throws Exception {
    on.call(driver::close);
    kubelet.close();
    server.close();
  }

  /** Another node begins to act when the one before has ended. */
  List<RunningRelay> next(RelaysConfig config, String secret) {
    on.call(driver::close);
    driver = driver(config, rules(secret));
    return on.call(driver::find);
  }

  RunningRelay launch() {
    RunningRelay relay = on.call(() -> driver.launch(RelayId.random(), null));
    on.untilAnswers(relay.endpoint().local());
    return relay;
  }

  RelaySelfTest test() {
    return new RelaySelfTest(on.vertx(), rules(SECRET), InstantSource.system());
  }

  KubernetesDriver driver(RelaysConfig config, RelayRules rules) {
    return on.call(
        () -> {
          KubernetesDriver made = new KubernetesDriver(on.vertx(), server.access(), config, rules);
          made.onExit((id, reason) -> exits.add(id + " " + reason));
          return Future.succeededFuture(made);
        });
  }

  static RelayRules rules(String secret) {
    List<AddressRange> loopback = List.of(AddressRange.parse("turn.allowedPeers", "127.0.0.0/8"));
    return new RelayRules(
        loopback,
        TurnSecrets.of(List.of(secret)),
        ConsoleKey.random(),
        RelayCertificates.none(),
        false);
  }

  static RelaysConfig config(String network, String publicIp) {
    return new RelaysConfig(
        RelayCount.fixed(1),
        Optional.empty(),
        3478,
        RelaysConfig.DEFAULT_RELAY_PORTS,
        Optional.ofNullable(publicIp),
        List.of(AddressRange.parse("turn.allowedPeers", "127.0.0.0/8")),
        new RelayContainers(
            "coturn/coturn:4.17.2",
            DockerConfig.DEFAULT,
            new KubernetesConfig(Optional.empty(), "otter", network)),
        Optional.empty());
  }

  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("30 s are over").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
