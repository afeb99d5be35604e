package dev.otter.turn.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.turn.TurnCredentials;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.check.RelaySelfTest;
import dev.otter.turn.check.SelfTestFailedException;
import dev.otter.turn.check.SelfTestPass;
import dev.otter.turn.coturn.CoturnConsole;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.coturn.TurnSession;
import dev.otter.turn.ports.ListeningHosts;
import dev.otter.turn.relay.RelayEndpoint;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RunningRelay;
import dev.otter.turn.stun.StunTransport;
import dev.otter.turn.stun.TurnClient;
import dev.otter.turn.testing.LoggedBy;
import dev.otter.turn.testing.OnContext;
import dev.otter.turn.testing.TestRelays;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real turnserver that listens on IPv6 loopback too, launched by the driver. */
@ExtendWith(VertxExtension.class)
class Ipv6RelayIT {

  private static final String SECRET = "the-secret-of-this-test";
  private static final RelayRules RULES = TestRelays.rules(SECRET);
  private static final Path TURNSERVER = Path.of("/usr/bin/turnserver");
  private static final Optional<String> LOOPBACK = Optional.of("::1");

  /** For documentation (RFC 3849): no machine has it. */
  private static final String NOBODYS = "2001:db8::7";

  @TempDir private Path dataDir;
  @TempDir private Path ports;

  private OnContext on;
  private ProcessDriver driver;

  @BeforeEach
  void open(Vertx vertx) {
    on = new OnContext(vertx);
    driver = driver();
  }

  @AfterEach
  void stopAll() throws IOException {
    for (RelayId id : new RelayDirectoryFiles(dataDir).all()) {
      on.call(() -> driver.stop(id));
    }
    on.call(driver::close);
  }

  @Test
  void itPassesItsWholeSelfTestByBothFamilies() {
    RelayEndpoint relay = launch(LOOPBACK).endpoint();

    assertThat(relay.ipv6()).contains("::1");
    assertThat(test(relay)).isEqualTo(SelfTestPass.WHOLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UDP", "TCP"})
  void whoComesByIpv6IsRelayedByIpv4AndTheConsoleNamesThem(String transport) {
    RelayEndpoint relay = launch(LOOPBACK).endpoint();
    StunTransport by = transport.equals("TCP") ? StunTransport.TCP : StunTransport.UDP;
    TurnClient client = client(relay.localIpv6().orElseThrow(), by);

    InetSocketAddress relayed = on.call(client::allocate);

    assertThat(relayed.getAddress()).isInstanceOf(Inet4Address.class);
    assertThat(on.call(() -> sessions(relay)))
        .extracting(TurnSession::participant)
        .containsExactly("guest");
    on.call(client::close);
  }

  @Test
  void anIpv6AllocationIsRefusedByEitherFamily() {
    RelayEndpoint relay = launch(LOOPBACK).endpoint();

    for (InetSocketAddress at : List.of(relay.local(), relay.localIpv6().orElseThrow())) {
      TurnClient client = client(at, StunTransport.UDP);
      assertThatThrownBy(() -> on.call(client::allocateIpv6)).hasMessage("refused with 440");
      on.call(client::close);
    }
  }

  @Test
  void whoComesByIpv6ReachesNoForbiddenPeerAndAPublicOne() {
    RelayEndpoint relay = launch(LOOPBACK).endpoint();
    TurnClient client = client(relay.localIpv6().orElseThrow(), StunTransport.UDP);
    on.call(client::allocate);

    for (String peer : List.of("10.0.0.5", "169.254.169.254", "192.168.1.1")) {
      assertThatThrownBy(() -> on.call(() -> client.createPermission(peer(peer))))
          .hasMessage("refused with 403");
    }
    // Of another family than what is relayed: RFC 8656, 9.2.
    for (String peer : List.of("::1", "2606:4700::1111", "fd00::2")) {
      assertThatThrownBy(() -> on.call(() -> client.createPermission(peer(peer))))
          .hasMessage("refused with 443");
    }
    on.call(() -> client.createPermission(peer("8.8.8.8")));
    on.call(client::close);
  }

  @Test
  void aNodesNextLifeKnowsWhereItListens() {
    RunningRelay relay = launch(LOOPBACK);

    List<RunningRelay> found = on.call(driver()::find);

    assertThat(found).containsExactly(relay);
    assertThat(found.get(0).current()).isTrue();
    assertThat(test(found.get(0).endpoint())).isEqualTo(SelfTestPass.WHOLE);
  }

  @Test
  void withAnAddressThatTheMachineDoesNotHaveARelayIsAsWithoutOne() throws IOException {
    String configuration;
    try (LoggedBy log = new LoggedBy(ListeningHosts.class)) {
      RunningRelay relay = launch(Optional.of(NOBODYS));

      assertThat(relay.endpoint().ipv6()).isEmpty();
      assertThat(test(relay.endpoint())).isEqualTo(SelfTestPass.WHOLE);
      assertThat(log.lines())
          .containsExactly(
              "INFO a relay listens on IPv4 only: not an address of this machine ip=" + NOBODYS);
      configuration = configuration(relay);
      on.call(() -> driver.stop(relay.id()));
    }
    RunningRelay without = launch(Optional.empty());

    assertThat(masked(configuration(without))).isEqualTo(masked(configuration));
    assertThat(new RelayDirectoryFiles(dataDir).read(without.id()).orElseThrow().ipv6()).isNull();
    assertThat(Files.readString(dataDir.resolve(without.id().value()).resolve("relay.json")))
        .doesNotContain("ipv6");
  }

  @Test
  void whereNobodyAnswersByIpv6ItPassesAndSaysSo() {
    RelayEndpoint claiming = launch(Optional.empty()).endpoint().withIpv6(LOOPBACK);

    SelfTestPass pass = test(claiming);

    assertThat(pass.ipv6Fault()).contains("by IPv6: over UDP: " + silence());
  }

  @Test
  void whereStrangersAreLetInByIpv6ItFailsAltogether() throws IOException {
    RelayEndpoint closed = launch(Optional.empty()).endpoint();
    Path directory = Files.createTempDirectory(ports, "open");
    Process open =
        new ProcessBuilder(
                TURNSERVER.toString(),
                "-n",
                "--no-auth",
                "--no-cli",
                "--no-tls",
                "--no-dtls",
                "--listening-ip=::1",
                "--relay-ip=127.0.0.1",
                "--allow-loopback-peers",
                "--listening-port=" + closed.port(),
                "--userdb=" + directory.resolve("turndb"),
                "--pidfile=" + directory.resolve("pid"),
                "--log-file=stdout")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      RelayEndpoint both = closed.withIpv6(LOOPBACK);
      on.untilAnswers(both.localIpv6().orElseThrow());

      assertThatThrownBy(() -> test(both))
          .isInstanceOf(SelfTestFailedException.class)
          .hasMessage(
              "by IPv6: over UDP: an allocation without a credential must be refused, and was not");
    } finally {
      open.destroyForcibly().onExit().join();
    }
  }

  private RunningRelay launch(Optional<String> ipv6) {
    RunningRelay relay = on.call(() -> driver.launch(RelayId.random(), "127.0.0.1", ipv6));
    on.untilAnswers(relay.endpoint().local());
    return relay;
  }

  private SelfTestPass test(RelayEndpoint relay) {
    return on.call(() -> new RelaySelfTest(on.vertx(), RULES, InstantSource.system()).run(relay));
  }

  private static String silence() {
    return "an allocation without a credential must be refused: no answer within 1500 ms";
  }

  private TurnClient client(InetSocketAddress at, StunTransport transport) {
    Credential credential = new TurnCredentials(SECRET, InstantSource.system()).issue("guest");
    return on.call(
        () ->
            TurnClient.open(
                on.vertx(), at, transport, credential.username(), credential.password()));
  }

  private Future<List<TurnSession>> sessions(RelayEndpoint relay) {
    CoturnConsole console = new CoturnConsole(on.vertx());
    return console.sessions(relay.console()).eventually(console::close);
  }

  private static InetSocketAddress peer(String ip) {
    return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(ip), 9);
  }

  private String configuration(RunningRelay relay) throws IOException {
    return Files.readString(dataDir.resolve(relay.id().value()).resolve("turnserver.conf"));
  }

  /** Without what is another one's for each relay. */
  private static String masked(String configuration) {
    return configuration
        .replaceAll("relay-[A-Za-z0-9]{12}", "RELAY")
        .replaceAll("cli-password=.*", "cli-password=X")
        .replaceAll("cli-port=.*", "cli-port=X");
  }

  private ProcessDriver driver() {
    return TestRelays.processDriver(on, TestRelays.config(2), dataDir, ports, RULES);
  }
}
