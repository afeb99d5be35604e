package dev.otter.turn.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.PortRange;
import dev.otter.contract.config.RelayTls;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.TurnCredentials;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.TurnSecrets;
import dev.otter.turn.certificate.RelayCertificates;
import dev.otter.turn.check.RelaySelfTest;
import dev.otter.turn.check.SelfTestFailedException;
import dev.otter.turn.coturn.CoturnConsole;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.coturn.TurnSession;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RunningRelay;
import dev.otter.turn.stun.StunTransport;
import dev.otter.turn.stun.TurnClient;
import dev.otter.turn.testing.OnContext;
import dev.otter.turn.testing.TestCertificates;
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
import java.util.Optional;
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
  void aRelayThatIsStoppedWhileItStartsIsGoneWithAllItHad(Vertx vertx) {
    OnContext another = new OnContext(vertx);
    for (int i = 0; i < 20; i++) {
      RelayId id = RelayId.random();
      on.call(
          () -> {
            Future<RunningRelay> unused = driver.launch(id, LOOPBACK.getHostAddress());
            return Future.succeededFuture();
          });
      another.call(() -> driver.stop(id));

      String configuration = dataDir.resolve(id.value()).resolve("turnserver.conf").toString();
      assertThat(ProcessHandle.allProcesses())
          .noneMatch(process -> process.info().commandLine().orElse("").contains(configuration));
      assertThat(dataDir.resolve(id.value())).doesNotExist();
    }
  }

  @Test
  void aSecretThatTheRelayDoesNotKnowFailsTheSelfTest() {
    RunningRelay relay = launch();

    assertThatThrownBy(
            () ->
                on.call(
                    () -> test(TestRelays.rules("another-secret-than-that")).run(relay.endpoint())))
        .isInstanceOf(SelfTestFailedException.class)
        .hasMessage("an allocation with a fresh credential must succeed: refused with 401");
  }

  @Test
  void behindAGatewayARelayMustRefuseEveryPeerButTheGateway() throws IOException {
    RunningRelay open = launch();
    driver = driver(TestRelays.rulesBehindGateway(CURRENT));
    RunningRelay closed = launch();
    RelayRules rules = TestRelays.rulesBehindGateway(CURRENT);

    on.call(() -> test(rules).run(closed.endpoint()));
    assertThatThrownBy(() -> on.call(() -> test(rules).run(open.endpoint())))
        .isInstanceOf(SelfTestFailedException.class)
        .hasMessageContaining("a permission for a public address must be refused, and was not");
    assertThatThrownBy(() -> on.call(() -> test(TestRelays.rules(CURRENT)).run(closed.endpoint())))
        .isInstanceOf(SelfTestFailedException.class)
        .hasMessageContaining("a permission for a public address must succeed");
  }

  @Test
  void aPeerThatShouldBeRefusedAndIsNotFailsTheSelfTest() throws IOException {
    RelayRules open =
        new RelayRules(
            List.of(AddressRange.parse("turn.allowedPeers", "10.0.0.0/8")),
            TurnSecrets.of(List.of(CURRENT)),
            TestRelays.CONSOLE_KEY,
            RelayCertificates.none(),
            false);
    driver = driver(open);
    RunningRelay relay = launch();

    on.call(() -> test(open).run(relay.endpoint()));
    assertThatThrownBy(() -> on.call(() -> test(TestRelays.rules(CURRENT)).run(relay.endpoint())))
        .isInstanceOf(SelfTestFailedException.class)
        .hasMessageContaining("10.0.0.5 must be refused, and was not");
  }

  @Test
  void aRelayTakesTlsAtItsPortAndShowsARenewedCertificateWithoutLosingACall() {
    RelayTls files = TestCertificates.write(pem, "turn.example.com");
    RelayCertificates certificates =
        new RelayCertificates(Optional.of(files), InstantSource.system());
    certificates.read();
    RelayRules rules = TestRelays.rules(certificates, CURRENT);
    driver = driver(rules);
    RunningRelay relay = launch();
    assertThat(relay.endpoint().urls(Optional.of("turn.example.com"), false))
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

    on.untilShows(relay.endpoint().local(), certificates.current().orElseThrow());
    on.call(() -> test(rules).run(relay.endpoint()));
    on.call(() -> open.createPermission(relay.endpoint().local()));
    on.call(open::close);
  }

  @Test
  void aRelayWhoseStreamsDoNotAnswerFailsTheSelfTest() {
    driver = driver(TestRelays.rules(CURRENT));
    RunningRelay relay = launch();
    RelayRules withTls = TestRelays.rules(read(TestCertificates.write(pem, "a.example")), CURRENT);

    assertThatThrownBy(() -> on.call(() -> test(withTls).run(relay.endpoint())))
        .isInstanceOf(SelfTestFailedException.class)
        .hasMessageStartingWith("over TLS: ");
  }

  @Test
  void aSecretIsChangedInThreeStepsUnderACallAndEachCredentialIsGoodAsLongAsItLives() {
    String old = "the-secret-of-yesterday";
    String fresh = "the-secret-of-tomorrow";
    driver = driver(TestRelays.rules(old));
    RunningRelay first = launch();
    TurnClient call = on.call(() -> client(first, old));

    // Both are known everywhere before any credential is made with the fresh one.
    driver = driver(TestRelays.rules(old, fresh));
    assertThat(on.call(driver::find)).containsExactly(notCurrent(first));
    RunningRelay second = launch();
    on.call(() -> closed(client(first, old)));
    on.call(() -> closed(client(second, old)));

    // Now it is the current one: the relay that knows both stays.
    driver = driver(TestRelays.rules(fresh, old));
    assertThat(on.call(driver::find)).containsExactlyInAnyOrder(notCurrent(first), second);
    on.call(() -> closed(client(second, fresh)));
    on.call(() -> closed(client(second, old)));
    on.call(() -> test(TestRelays.rules(fresh, old)).run(second.endpoint()));

    // When the last credential of the old one has ended, it goes.
    driver = driver(TestRelays.rules(fresh));
    assertThat(on.call(driver::find))
        .containsExactlyInAnyOrder(notCurrent(first), notCurrent(second));
    RunningRelay third = launch();
    on.call(() -> closed(client(third, fresh)));
    assertThatThrownBy(() -> on.call(() -> client(third, old))).hasMessage("refused with 401");
    // A relay with the secrets of before still obeys.
    assertThatCode(() -> on.call(() -> sessions(second))).doesNotThrowAnyException();
    // The call that began before all this still goes on.
    on.call(() -> call.createPermission(first.endpoint().local()));
    on.call(call::close);
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

    assertThat(exits.poll(60, TimeUnit.SECONDS))
        .startsWith(relay.id() + " turnserver ended; its last words: ")
        .doesNotContain(CURRENT);
  }

  @Test
  void withoutAFreePortNothingIsLaunched() throws IOException {
    RelaysConfig tooSmall = TestRelays.config(1, new PortRange(50_000, 50_511));
    driver = TestRelays.processDriver(on, tooSmall, dataDir, ports, TestRelays.rules(CURRENT));
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

  private static RunningRelay notCurrent(RunningRelay relay) {
    return new RunningRelay(relay.id(), relay.endpoint(), false);
  }

  private Future<TurnClient> client(RunningRelay relay, String secret) {
    Credential credential = new TurnCredentials(secret, InstantSource.system()).issue("guest");
    return TurnClient.open(
            on.vertx(),
            relay.endpoint().local(),
            StunTransport.UDP,
            credential.username(),
            credential.password())
        .compose(client -> client.allocate().map(client));
  }

  private static Future<Void> closed(Future<TurnClient> opened) {
    return opened.compose(TurnClient::close);
  }

  private Future<List<TurnSession>> sessions(RunningRelay relay) {
    CoturnConsole console = new CoturnConsole(on.vertx());
    return console.sessions(relay.endpoint().console()).eventually(console::close);
  }

  private Future<TurnClient> tlsClient(RunningRelay relay, RelayCertificates certificates) {
    Credential credential = new TurnCredentials(CURRENT, InstantSource.system()).issue("guest");
    return TurnClient.open(
            on.vertx(),
            relay.endpoint().local(),
            new StunTransport.Tls("turn.example.com", certificates.current().orElseThrow().chain()),
            credential.username(),
            credential.password())
        .compose(client -> client.allocate().map(client));
  }

  private RelaySelfTest test(RelayRules rules) {
    return new RelaySelfTest(on.vertx(), rules, InstantSource.system());
  }

  private ProcessDriver driver(RelayRules rules) {
    return TestRelays.processDriver(on, TestRelays.config(2), dataDir, ports, rules);
  }

  private PortRange range(RelayId id) {
    return new RelayDirectoryFiles(dataDir).read(id).orElseThrow().slot().relayPorts();
  }

  private void kill(RelayId id) throws Exception {
    ProcessHandle process = new RelayDirectoryFiles(dataDir).process(id).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(60, TimeUnit.SECONDS);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
