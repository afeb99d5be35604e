package dev.otter.turn;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.KubernetesConfig;
import dev.otter.contract.config.RelayContainers;
import dev.otter.contract.config.RelayCount;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.LocalKeyValueStores;
import dev.otter.contract.turn.RelayReports;
import dev.otter.contract.turn.RelayWait;
import dev.otter.turn.address.AddressFamily;
import dev.otter.turn.address.AddressSource;
import dev.otter.turn.address.PublicAddressTask;
import dev.otter.turn.address.TestDnsServer;
import dev.otter.turn.docker.FaultyDaemon;
import dev.otter.turn.testing.LoggedBy;
import dev.otter.turn.testing.TestRelays;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.dns.DnsRecordType;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose DNS says that it is 127.0.0.1: no relay, and why, wherever somebody looks. */
class NoAddressIT {

  private static final String REASON = "(OpenDNS|Google): 127\\.0\\.0\\.1 is no public address";

  @TempDir private Path directory;

  @Test
  void aLieOfDnsIsAStateWithAReasonALogEntryAndAMetricAndLaunchesNothing() throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    BusCodecs.register(vertx);
    BlockingQueue<RelayReports> reports = new LinkedBlockingQueue<>();
    vertx
        .eventBus()
        .<RelayReports>consumer(
            BusAddress.RELAY_REPORTS.address(), message -> reports.add(message.body()));
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    FaultyDaemon daemon = new FaultyDaemon(vertx, directory);
    try (TestDnsServer dns = TestDnsServer.start(TestDnsServer.honest("127.0.0.1"));
        LoggedBy log = new LoggedBy(PublicAddressTask.class)) {
      TurnOrchestratorVerticle node = node(vertx, daemon);
      node.sources(List.of(source("OpenDNS", dns), source("Google", dns)));
      node.metrics().bindTo(registry);
      vertx.deployVerticle(node).await(30, SECONDS);

      RelayWait waiting = waiting(reports);

      assertThat(waiting.reason()).matches("the public address is not known: " + REASON);
      assertThat(registry.get("otter.relays.waiting").gauge().value()).isEqualTo(1);
      assertThat(log.lines())
          // Both are asked at once, and either may be refused first.
          .isNotEmpty()
          .allMatch(
              line ->
                  line.matches(
                      "WARN the public address cannot be found out, turn.publicIp can name it"
                          + " now=no relay is launched because="
                          + REASON));
      assertThat(daemon.calls("POST")).isZero();
    } finally {
      vertx.close().await(30, SECONDS);
    }
  }

  private static RelayWait waiting(BlockingQueue<RelayReports> reports) throws Exception {
    RelayReports each = reports.poll(30, SECONDS);
    while (each != null && each.waiting() == null) {
      assertThat(each.relays()).isEmpty();
      each = reports.poll(30, SECONDS);
    }
    assertThat(each).as("nobody waits").isNotNull();
    return each.waiting();
  }

  private TurnOrchestratorVerticle node(Vertx vertx, FaultyDaemon daemon) {
    RelaysConfig relays =
        new RelaysConfig(
            RelayCount.fixed(1),
            // Neither public nor loopback: DNS is asked.
            Optional.of("10.213.9.9"),
            RelaysConfig.DEFAULT_PORT,
            RelaysConfig.DEFAULT_RELAY_PORTS,
            Optional.empty(),
            List.of(),
            new RelayContainers(
                RelayContainers.DEFAULT_IMAGE,
                TestRelays.docker(daemon.host()),
                KubernetesConfig.DEFAULT),
            Optional.empty());
    return new TurnOrchestratorVerticle(
        NodeTag.random(),
        new TurnConfig(
            TurnDriver.DOCKER, List.of(), List.of("the-secret-of-this-test"), relays, false),
        "0.0.0.0",
        directory,
        new TurnOrchestratorVerticle.Surroundings(
            new LocalKeyValueStores(vertx, System::nanoTime),
            ServingGate.ALWAYS_OPEN,
            Optional.empty()),
        InstantSource.system());
  }

  private static AddressSource source(String name, TestDnsServer dns) {
    return new AddressSource(
        name,
        AddressFamily.IPV4,
        List.of(dns.address(), dns.address()),
        "myip.example.com.",
        DnsRecordType.A);
  }
}
