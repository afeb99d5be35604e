package dev.otter.turn.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.PortRange;
import dev.otter.contract.config.RelayTls;
import dev.otter.turn.TurnCredentials;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.stun.StunTransport;
import dev.otter.turn.stun.TurnClient;
import dev.otter.turn.testing.TestCertificates;
import java.util.Optional;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.check.RelaySelfTest;
import dev.otter.turn.check.SelfTestFailedException;
import dev.otter.turn.certificate.RelayCertificates;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.ports.PortSlots;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RunningRelay;
import dev.otter.turn.testing.OnContext;
import dev.otter.turn.testing.TestRelays;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real turnserver on loopback, launched by the driver. */
@ExtendWith(VertxExtension.class)
class ProcessRelayIT {

  private static final String CURRENT = "the-secret-of-this-test";
  private static final String PREVIOUS = "the-secret-before-that";
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Path TURNSERVER = Path.of("/usr/bin/turnserver");

  @TempDir private Path dataDir;
  @TempDir private Path ports;
  @TempDir private Path pem;

  private OnContext on;
  private final List<RelayId> launched = new ArrayList<>();
  private ProcessDriver driver;

  @BeforeEach
  void open(Vertx vertx) throws IOException {
    on = new OnContext(vertx);
    driver = driver(TestRelays.rules(CURRENT, PREVIOUS));
  }

  @AfterEach
  void stopAll() {
    launched.forEach(id -> on.call(() -> driver.stop(id)));
    on.call(driver::close);
  }

  @Test
  void aLaunchedRelayPassesItsSelfTest() {
    RunningRelay relay = launch();

    on.call(() -> test(TestRelays.rules(CURRENT, PREVIOUS)).run(relay.endpoint()));
  }

  @Test
  void theSecretsAreInAPrivateFileAndNowhereElse() throws IOException {
    RunningRelay relay = launch();

    Path directory = dataDir.resolve(relay.id().value());
    assertThat(Files.readString(directory.resolve("turnserver.conf"))).contains(CURRENT, PREVIOUS);
    assertThat(mode(directory.resolve("turnserver.conf"))).isEqualTo("rw-------");
    assertThat(mode(directory)).isEqualTo("rwx------");
    String pid = Files.readString(directory.resolve("pid"));
    String commandLine = Files.readString(Path.of("/proc", pid, "cmdline"));
    assertThat(commandLine).contains("turnserver.conf").doesNotContain("secret");
    assertThat(Files.readString(Path.of("/proc", pid, "environ"))).isEmpty();
    // The session's leader is the relay itself: a terminal's Ctrl+C does not reach it.
    assertThat(Files.readString(Path.of("/proc", pid, "stat")).split(" ", -1)[5]).isEqualTo(pid);
    assertThat(Files.readString(directory.resolve("relay.json"))).doesNotContain("secret");
    assertThat(Files.readString(directory.resolve("turnserver.log"))).doesNotContain("secret");
  }

  @Test
  void aSecretThatTheRelayDoesNotKnowFailsTheSelfTest() {
    RunningRelay relay = launch();

    assertThatThrownBy(
            () ->
                on.call(
                    () ->
                        test(TestRelays.rules("another-secret-than-that")).run(relay.endpoint())))
        .isInstanceOf(SelfTestFailedException.class)
        .hasMessage("an allocation with a fresh credential must succeed: refused with 401");
  }

  @Test
  void aPeerThatShouldBeRefusedAndIsNotFailsTheSelfTest() throws IOException {
    RelayRules open =
        new RelayRules(
            List.of(AddressRange.parse("turn.allowedPeers", "10.0.0.0/8")),
            List.of(CURRENT),
            RelayCertificates.none());
    driver = driver(open);
    RunningRelay relay = launch();

    on.call(() -> test(open).run(relay.endpoint()));
    assertThatThrownBy(
            () -> on.call(() -> test(TestRelays.rules(CURRENT)).run(relay.endpoint())))
        .isInstanceOf(SelfTestFailedException.class)
        .hasMessageContaining("10.0.0.5 must be refused, and was not");
  }

  @Test
  void aRelayTakesTlsAtItsPortAndShowsARenewedCertificateWithoutLosingACall() {
    RelayTls files = TestCertificates.write(pem, "turn.example.com");
    RelayCertificates certificates =
        new RelayCertificates(Optional.of(files), InstantSource.system());
    certificates.read();
    RelayRules rules = new RelayRules(List.of(), List.of(CURRENT), certificates);
    driver = driver(rules);
    RunningRelay relay = launch();
    assertThat(relay.endpoint().urls(Optional.of("turn.example.com")))
        .endsWith("turns:turn.example.com:" + relay.endpoint().port() + "?transport=tcp");
    on.call(() -> test(rules).run(relay.endpoint()));
    TurnClient open = on.call(() -> tlsClient(relay, certificates));

    TestCertificates.write(pem, "turn.example.com");
    assertThat(certificates.readAgain()).isTrue();
    // The relay still shows the old one.
    assertThatThrownBy(() -> on.call(() -> test(rules).run(relay.endpoint())))
        .isInstanceOf(SelfTestFailedException.class)
        .hasMessageStartingWith("over TLS: ");
    on.call(() -> driver.renewCertificate(relay.id()));

    on.call(() -> untilPasses(rules, relay, 50));
    on.call(() -> open.createPermission(relay.endpoint().local()));
    on.call(open::close);
  }

  @Test
  void aRelayWhoseStreamsDoNotAnswerFailsTheSelfTest() {
    driver = driver(TestRelays.rules(CURRENT));
    RunningRelay relay = launch();
    RelayRules withTls =
        new RelayRules(List.of(), List.of(CURRENT), read(TestCertificates.write(pem, "a.example")));

    assertThatThrownBy(() -> on.call(() -> test(withTls).run(relay.endpoint())))
        .isInstanceOf(SelfTestFailedException.class)
        .hasMessageStartingWith("over TLS: ");
  }

  @Test
  void severalRelaysOfOneMachineHaveTheirOwnPorts() {
    RunningRelay first = launch();
    RunningRelay second = launch();

    assertThat(second.endpoint().port()).isNotEqualTo(first.endpoint().port());
    PortRange firstRange = range(first.id());
    PortRange secondRange = range(second.id());
    assertThat(firstRange.last() < secondRange.first() || secondRange.last() < firstRange.first())
        .isTrue();
    for (RunningRelay relay : List.of(first, second)) {
      on.call(() -> test(TestRelays.rules(CURRENT)).run(relay.endpoint()));
    }
  }

  @Test
  void aRelayThatOutlivedItsNodeIsAdoptedAndOneThatDidNotIsClearedAway() throws Exception {
    RunningRelay survivor = launch();
    RunningRelay victim = launch();
    Files.delete(dataDir.resolve(survivor.id().value()).resolve("pid"));
    kill(victim.id());

    ProcessDriver next = driver(TestRelays.rules(CURRENT, PREVIOUS));
    List<RunningRelay> found = on.call(next::find);

    assertThat(found).containsExactly(new RunningRelay(survivor.id(), survivor.endpoint(), true));
    assertThat(dataDir.resolve(victim.id().value())).doesNotExist();
    on.call(() -> next.stop(survivor.id()));
    assertThat(dataDir.resolve(survivor.id().value())).doesNotExist();
    assertThat(on.call(next::find)).isEmpty();
  }

  @Test
  void anAdoptedRelayWithOtherSecretsIsNotCurrent() throws IOException {
    RunningRelay relay = launch();

    ProcessDriver next = driver(TestRelays.rules("a-secret-of-another-day"));

    assertThat(on.call(next::find))
        .containsExactly(new RunningRelay(relay.id(), relay.endpoint(), false));
  }

  @Test
  void aDeathIsToldWithTheLastWords() throws Exception {
    BlockingQueue<String> exits = new LinkedBlockingQueue<>();
    driver.onExit((id, reason) -> exits.add(id + " " + reason));
    RunningRelay relay = launch();

    kill(relay.id());

    assertThat(exits.poll(10, TimeUnit.SECONDS))
        .startsWith(relay.id() + " turnserver ended; its last words: ")
        .doesNotContain(CURRENT);
  }

  @Test
  void withoutAFreePortNothingIsLaunched() throws IOException {
    RelaysConfig tooSmall = TestRelays.config(1, new PortRange(50_000, 50_511));
    driver =
        new ProcessDriver(
            on.vertx(),
            TURNSERVER,
            dataDir,
            new PortSlots(ports),
            tooSmall,
            LOOPBACK,
            TestRelays.rules(CURRENT));
    launch();

    assertThatThrownBy(this::launch)
        .hasMessageContaining("no free ports to relay from")
        .hasMessageContaining("50000-50511");
  }

  private RunningRelay launch() {
    RelayId id = RelayId.random();
    launched.add(id);
    RunningRelay relay = on.call(() -> driver.launch(id, "127.0.0.1"));
    on.untilAnswers(relay.endpoint().local());
    return relay;
  }

  private static RelayCertificates read(RelayTls files) {
    RelayCertificates certificates =
        new RelayCertificates(Optional.of(files), InstantSource.system());
    certificates.read();
    return certificates;
  }

  private Future<TurnClient> tlsClient(RunningRelay relay, RelayCertificates certificates) {
    Credential credential = new TurnCredentials(CURRENT, InstantSource.system()).issue("guest");
    return TurnClient.open(
            on.vertx(),
            relay.endpoint().local(),
            new StunTransport.Tls(
                "turn.example.com", certificates.current().orElseThrow().chain()),
            credential.username(),
            credential.password())
        .compose(client -> client.allocate().map(client));
  }

  /** The relay takes the new certificate a moment after the signal. */
  private Future<Void> untilPasses(RelayRules rules, RunningRelay relay, int more) {
    return test(rules)
        .run(relay.endpoint())
        .recover(
            failure ->
                more > 0 ? untilPasses(rules, relay, more - 1) : Future.failedFuture(failure));
  }

  private RelaySelfTest test(RelayRules rules) {
    return new RelaySelfTest(on.vertx(), rules, InstantSource.system());
  }

  private ProcessDriver driver(RelayRules rules) {
    RelaysConfig config = TestRelays.config(2);
    return on.call(
        () ->
            Future.succeededFuture(
                new ProcessDriver(
                    on.vertx(),
                    TURNSERVER,
                    dataDir,
                    new PortSlots(ports),
                    config,
                    LOOPBACK,
                    rules)));
  }

  private PortRange range(RelayId id) {
    return new RelayDirectoryFiles(dataDir).read(id).orElseThrow().slot().relayPorts();
  }

  private void kill(RelayId id) throws Exception {
    ProcessHandle process = new RelayDirectoryFiles(dataDir).process(id).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(10, TimeUnit.SECONDS);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
