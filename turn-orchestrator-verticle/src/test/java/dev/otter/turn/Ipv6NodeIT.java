package dev.otter.turn;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.RelayContainers;
import dev.otter.contract.config.RelayCount;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.LocalKeyValueStores;
import dev.otter.contract.turn.RelayIpv6;
import dev.otter.contract.turn.RelayReport;
import dev.otter.contract.turn.RelayReports;
import dev.otter.turn.address.AddressFamily;
import dev.otter.turn.address.AddressSource;
import dev.otter.turn.address.PublicAddressTask;
import dev.otter.turn.address.TestDnsServer;
import dev.otter.turn.address.TestDnsServer.Behaviour;
import dev.otter.turn.testing.Command;
import dev.otter.turn.testing.LoggedBy;
import dev.otter.turn.testing.MachineLock;
import io.netty.handler.codec.dns.DnsRecordType;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole node with a real turnserver, at addresses that only this machine's loopback has: what DNS
 * says by IPv6, or does not. Root.
 */
class Ipv6NodeIT {

  private static final long BOUND_NANOS = 60_000_000_000L;
  private static final String LOCAL = "10.213.8.1";
  private static final String PUBLIC = "93.184.215.14";
  private static final String IPV6 = "2606:2800:21f:cb07::8";

  @TempDir private Path directory;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final BlockingQueue<RelayReports> reports = new LinkedBlockingQueue<>();
  private MachineLock lock;
  private Vertx vertx;

  @BeforeEach
  void addresses() {
    lock = MachineLock.take("network");
    change("replace");
    vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    BusCodecs.register(vertx);
    vertx
        .eventBus()
        .<RelayReports>consumer(
            BusAddress.RELAY_REPORTS.address(), message -> reports.add(message.body()));
  }

  @AfterEach
  void noAddresses() throws Exception {
    try {
      vertx.close().await(60, SECONDS);
      for (AutoCloseable each : opened) {
        each.close();
      }
      change("del");
    } finally {
      lock.close();
    }
  }

  @Test
  void whatDnsSaysByIpv6IsListenedOnTestedAndTold() throws Exception {
    List<AddressSource> ipv6 = sources(AddressFamily.IPV6, TestDnsServer.honest(IPV6));
    deploy(Optional.empty(), Optional.empty(), ipv6);

    RelayReport relay = until(each -> each.ready() && each.reach().ipv6().advertised());

    RelayIpv6 told = relay.reach().ipv6();
    assertThat(told.address()).isEqualTo(IPV6);
    assertThat(told.reason()).isEqualTo("first and second agree");
    assertThat(told.since()).isNotNull();
    assertThat(relay.address()).isEqualTo(PUBLIC);
    String port = ":" + relay.port();
    assertThat(relay.urls())
        .containsExactly(
            "stun:" + PUBLIC + port,
            "turn:" + PUBLIC + port + "?transport=udp",
            "turn:" + PUBLIC + port + "?transport=tcp",
            "turn:[" + IPV6 + "]" + port + "?transport=udp",
            "turn:[" + IPV6 + "]" + port + "?transport=tcp");
  }

  @Test
  void whereDnsIsSilentByIpv6NothingIsOtherThanByIpv4AloneButALine() throws Exception {
    try (LoggedBy log = new LoggedBy(PublicAddressTask.class)) {
      deploy(
          Optional.empty(), Optional.empty(), sources(AddressFamily.IPV6, TestDnsServer.silent()));

      RelayReport relay =
          until(each -> each.ready() && each.reach().ipv6().reason().contains("no answer"));

      assertThat(relay.reach().ipv6().advertised()).isFalse();
      assertThat(relay.reach().ipv6().address()).isNull();
      assertThat(relay.urls()).isEqualTo(ipv4Urls(relay));
      assertThat(log.lines())
          .filteredOn(line -> line.contains("IPv6"))
          .singleElement()
          .asString()
          .startsWith("INFO no IPv6 address by DNS")
          .endsWith("no answer within 300 ms");
      assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
    }
  }

  @Test
  void withoutSourcesOfIpv6NothingOfItIsSaid() throws Exception {
    deploy(Optional.empty(), Optional.empty(), List.of());

    RelayReport relay = until(RelayReport::ready);

    assertThat(relay.reach().ipv6()).isNull();
    assertThat(relay.urls()).isEqualTo(ipv4Urls(relay));
  }

  @Test
  void whoNamesTheIpv4AddressIsNotAskedForAndAsksNobody() throws Exception {
    TestDnsServer dns = server(AddressFamily.IPV6, TestDnsServer.honest(IPV6));
    deploy(
        Optional.of(PUBLIC),
        Optional.empty(),
        List.of(
            source("first", AddressFamily.IPV6, dns), source("second", AddressFamily.IPV6, dns)));

    RelayReport relay = until(RelayReport::ready);

    assertThat(relay.reach().ipv6()).isNull();
    assertThat(dns.questions()).isZero();
  }

  @Test
  void aConfiguredIpv6AddressIsTakenWithoutAsking() throws Exception {
    TestDnsServer dns = server(AddressFamily.IPV6, TestDnsServer.honest("2620:fe::fe"));
    deploy(
        Optional.of(PUBLIC),
        Optional.of(IPV6),
        List.of(
            source("first", AddressFamily.IPV6, dns), source("second", AddressFamily.IPV6, dns)));

    RelayReport relay = until(each -> each.ready() && each.reach().ipv6().advertised());

    assertThat(relay.reach().ipv6()).isEqualTo(new RelayIpv6(IPV6, true, "turn.publicIpv6", null));
    assertThat(relay.urls()).contains("turn:[" + IPV6 + "]:" + relay.port() + "?transport=udp");
    assertThat(dns.questions()).isZero();
  }

  @Test
  void aConfiguredAddressThatIsNotThisMachinesIsNotToldAndSaysWhy() throws Exception {
    deploy(Optional.of(PUBLIC), Optional.of("2620:fe::fe"), List.of());

    RelayReport relay = until(RelayReport::ready);

    assertThat(relay.reach().ipv6().advertised()).isFalse();
    assertThat(relay.reach().ipv6().reason()).startsWith("it does not listen on 2620:fe::fe: ");
    assertThat(relay.urls()).isEqualTo(ipv4Urls(relay));
  }

  private void deploy(
      Optional<String> publicIp, Optional<String> publicIpv6, List<AddressSource> ipv6)
      throws Exception {
    RelaysConfig relays =
        new RelaysConfig(
            RelayCount.fixed(1),
            // Neither public nor loopback: DNS is asked.
            Optional.of(LOCAL),
            RelaysConfig.DEFAULT_PORT,
            RelaysConfig.DEFAULT_RELAY_PORTS,
            publicIp,
            publicIpv6,
            List.of(),
            RelayContainers.DEFAULT,
            Optional.empty());
    TurnOrchestratorVerticle node =
        new TurnOrchestratorVerticle(
            NodeTag.random(),
            new TurnConfig(
                TurnDriver.PROCESS, List.of(), List.of("the-secret-of-this-test"), relays, false),
            "0.0.0.0",
            directory,
            new TurnOrchestratorVerticle.Surroundings(
                new LocalKeyValueStores(vertx, System::nanoTime),
                ServingGate.ALWAYS_OPEN,
                Optional.empty()),
            InstantSource.system());
    List<AddressSource> all =
        new ArrayList<>(sources(AddressFamily.IPV4, TestDnsServer.honest(PUBLIC)));
    all.addAll(ipv6);
    node.sources(all);
    vertx.deployVerticle(node).await(30, SECONDS);
  }

  /** The first report of the one relay for which that is so. */
  private RelayReport until(Predicate<RelayReport> condition) throws InterruptedException {
    long end = System.nanoTime() + BOUND_NANOS;
    RelayReports last = null;
    while (System.nanoTime() < end) {
      RelayReports each = reports.poll(1, SECONDS);
      if (each != null) {
        last = each;
        Optional<RelayReport> found = each.relays().stream().filter(condition).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    throw new AssertionError("the last report is " + last);
  }

  private List<AddressSource> sources(AddressFamily family, Behaviour behaviour) {
    return List.of(
        source("first", family, server(family, behaviour)),
        source("second", family, server(family, behaviour)));
  }

  private TestDnsServer server(AddressFamily family, Behaviour behaviour) {
    TestDnsServer server = TestDnsServer.start(family, behaviour);
    opened.add(server);
    return server;
  }

  private static AddressSource source(String name, AddressFamily family, TestDnsServer dns) {
    // Asked once more where a busy machine answers late.
    List<InetSocketAddress> resolvers = List.of(dns.address(), dns.address());
    return new AddressSource(name, family, resolvers, "myip.example.com.", DnsRecordType.TXT);
  }

  private static List<String> ipv4Urls(RelayReport relay) {
    String at = PUBLIC + ":" + relay.port();
    return List.of("stun:" + at, "turn:" + at + "?transport=udp", "turn:" + at + "?transport=tcp");
  }

  private static void change(String how) {
    Command.run("ip addr " + how + " " + LOCAL + "/32 dev lo");
    Command.run("ip -6 addr " + how + " " + IPV6 + "/128 dev lo");
  }
}
