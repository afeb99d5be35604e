package dev.otter.turn.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.config.DockerConfig;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.certificate.RelayCertificates;
import dev.otter.turn.check.RelaySelfTest;
import dev.otter.turn.check.SelfTestPass;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RunningRelay;
import dev.otter.turn.testing.OnContext;
import dev.otter.turn.testing.TestCertificates;
import dev.otter.turn.testing.TestRelays;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real CoTURN in containers of a real Docker daemon. */
class DockerRelayIT {

  private static final List<String> SECRETS =
      List.of("the-secret-of-this-test", "the-secret-before-that");
  private static final RelayRules RULES = TestRelays.rules(SECRETS.get(0), SECRETS.get(1));

  @TempDir private static Path daemonDirectory;
  private static TestDocker docker;
  private static Vertx vertx;

  @TempDir private Path dataDir;

  private OnContext on;
  private RelaysConfig config;
  private DockerDriver driver;

  @BeforeAll
  static void startDocker() {
    docker = TestDocker.start(daemonDirectory);
    vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  }

  @AfterAll
  static void stopDocker() throws Exception {
    docker.close();
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @BeforeEach
  void open() {
    on = new OnContext(vertx);
    config =
        TestRelays.docker(2, RelaysConfig.DEFAULT_RELAY_PORTS, docker.host(), TestDocker.IMAGE);
    driver = driver(config, RULES);
    assertThat(on.call(driver::find)).isEmpty();
  }

  @AfterEach
  void close() {
    on.call(driver::close);
    docker.containers().forEach(name -> docker.docker("rm", "-f", "-v", name));
  }

  @Test
  void aLaunchedContainerPassesTheSelfTestAndGoesWithItsVolume() {
    RunningRelay relay = launch();

    on.call(() -> test().run(relay.endpoint()));
    on.call(() -> driver.stop(relay.id()));

    // It was asked to end before anything else; a busy machine may then have to end it.
    assertThat(
            docker.docker(
                "events",
                "--since=1h",
                "--until=0s",
                "--filter=container=" + relay.id(),
                "--filter=event=kill",
                "--format={{.Actor.Attributes.signal}}"))
        .startsWith("15");
    assertThat(docker.containers()).isEmpty();
    assertThat(docker.docker("volume", "ls", "-q")).isEmpty();
  }

  @Test
  void inANetworkOfItsOwnItPassesTheSelfTestAtItsPublishedPortsAndGoesWithTheNetwork() {
    DockerConfig own = new DockerConfig(docker.host(), Optional.empty(), DockerConfig.OWN);
    DockerDriver apart = driver(TestRelays.docker(1, own, TestDocker.IMAGE), RULES);
    on.call(apart::find);
    RunningRelay relay = on.call(() -> apart.launch(RelayId.random(), "127.0.0.1"));
    on.untilAnswers(relay.endpoint().local());

    on.call(() -> test().run(relay.endpoint()));
    // Its console is published nowhere: this machine is in its network.
    assertThat(relay.endpoint().console().at().getAddress())
        .isEqualTo(relay.endpoint().ownAddress());
    assertThat(docker.docker("port", relay.id().value()).lines())
        .hasSize(RelaysConfig.PUBLISHED_PORTS_PER_RELAY + 2)
        .allMatch(line -> line.contains(" -> 127.0.0.1:"));
    // With other settings about its network it would be another one.
    DockerDriver host = driver(config, RULES);
    assertThat(on.call(host::find))
        .containsExactly(new RunningRelay(relay.id(), relay.endpoint(), false));
    on.call(() -> host.stop(relay.id()));
    on.call(host::close);
    on.call(apart::close);
    assertThat(docker.docker("network", "ls", "--format", "{{.Name}}").lines())
        .noneMatch(name -> name.startsWith("otter-"));
  }

  @Test
  void onItsMachinesNetworkItListensOnAnIpv6AddressTooAndIsAdoptedWithIt() {
    Optional<String> ipv6 = Optional.of("::1");
    RunningRelay relay = on.call(() -> driver.launch(RelayId.random(), "127.0.0.1", ipv6));
    on.untilAnswers(relay.endpoint().localIpv6().orElseThrow());

    assertThat(on.call(() -> test().run(relay.endpoint()))).isEqualTo(SelfTestPass.WHOLE);
    assertThat(driver.takesIpv6()).isTrue();
    DockerDriver next = driver(config, RULES);
    assertThat(on.call(next::find)).containsExactly(relay);
    on.call(next::close);
    DockerConfig own = new DockerConfig(docker.host(), Optional.empty(), DockerConfig.OWN);
    assertThat(driver(TestRelays.docker(1, own, TestDocker.IMAGE), RULES).takesIpv6()).isFalse();
  }

  @Test
  void theContainerMayDoLittleAndShowsNoSecret() {
    RunningRelay relay = launch();
    String inspected = docker.docker("inspect", relay.id().value());
    JsonObject container = new JsonArray(inspected).getJsonObject(0);
    JsonObject host = container.getJsonObject("HostConfig");

    assertThat(inspected).doesNotContain(SECRETS.get(0), SECRETS.get(1));
    assertThat(docker.docker("logs", relay.id().value())).doesNotContain(SECRETS.get(0));
    assertThat(container.getJsonObject("Config").getString("User")).isEqualTo("65534:65534");
    assertThat(host.getBoolean("ReadonlyRootfs")).isTrue();
    assertThat(host.getBoolean("Privileged")).isFalse();
    assertThat(host.getJsonArray("CapDrop")).containsExactly("ALL");
    assertThat(host.getJsonArray("SecurityOpt")).containsExactly("no-new-privileges:true");
    assertThat(host.getLong("Memory")).isEqualTo(256L << 20);
    assertThat(host.getLong("PidsLimit")).isEqualTo(64);
    assertThat(host.getLong("NanoCpus")).isEqualTo(1_000_000_000L);
    assertThat(host.getJsonArray("Binds")).isNull();
    long pid = container.getJsonObject("State").getLong("Pid");
    assertThat(Path.of("/proc/" + pid + "/status"))
        .content()
        .containsPattern("Uid:\\s+65534\\s+65534\\s+65534\\s+65534")
        .containsPattern("CapEff:\\s+0{16}")
        .containsPattern("NoNewPrivs:\\s+1");
  }

  @Test
  void aDaemonIsReachedByTcpWhereBothShowTheirCertificates() {
    DockerDriver byTcp = driver(byTcp(docker.certificates()), RULES);
    on.call(byTcp::find);

    RunningRelay relay = on.call(() -> byTcp.launch(RelayId.random(), "127.0.0.1"));
    on.untilAnswers(relay.endpoint().local());

    on.call(() -> test().run(relay.endpoint()));
    on.call(() -> byTcp.stop(relay.id()));
    assertThat(docker.containers()).isEmpty();
    on.call(byTcp::close);
  }

  @Test
  void aDaemonThatDoesNotKnowTheCertificateRefusesIt() throws Exception {
    Path strange = Files.createDirectories(dataDir.resolve("strange"));
    TestCertificates.write(strange, "client.example.com");
    Files.copy(docker.certificates().resolve("ca.pem"), strange.resolve("ca.pem"));
    Files.move(strange.resolve("certificate.pem"), strange.resolve("cert.pem"));

    assertThatThrownBy(() -> on.call(() -> DockerDriver.usable(vertx, byTcp(strange), false)))
        .hasMessageNotContaining("none:none");
    // And the other way round: a daemon that is not the one.
    Files.delete(strange.resolve("ca.pem"));
    Files.copy(strange.resolve("cert.pem"), strange.resolve("ca.pem"));
    assertThatThrownBy(() -> on.call(() -> DockerDriver.usable(vertx, byTcp(strange), false)))
        .hasStackTraceContaining("SSL");
  }

  private RelaysConfig byTcp(Path certificates) {
    return TestRelays.docker(
        1,
        new DockerConfig(docker.tcpHost(), Optional.of(certificates.toString()), DockerConfig.HOST),
        TestDocker.IMAGE);
  }

  @Test
  void aRenewedCertificateIsPutIntoTheRunningContainer() {
    RelayCertificates certificates =
        new RelayCertificates(
            Optional.of(TestCertificates.write(dataDir, "turn.example.com")),
            InstantSource.system());
    certificates.read();
    RelayRules rules = TestRelays.rules(certificates, SECRETS.get(0));
    DockerDriver tls = driver(config, rules);
    on.call(tls::find);
    RunningRelay relay = on.call(() -> tls.launch(RelayId.random(), "127.0.0.1"));
    on.untilAnswers(relay.endpoint().local());
    RelaySelfTest test = new RelaySelfTest(vertx, rules, InstantSource.system());
    on.call(() -> test.run(relay.endpoint()));

    TestCertificates.write(dataDir, "turn.example.com");
    certificates.readAgain();
    on.call(() -> tls.renewCertificate(relay.id()));

    on.untilShows(relay.endpoint().local(), certificates.current().orElseThrow());
    on.call(() -> test.run(relay.endpoint()));
    assertThat(docker.docker("inspect", relay.id().value())).doesNotContain("PRIVATE KEY");
    on.call(tls::close);
  }

  @Test
  void aDeathIsToldWithTheLastWords() throws Exception {
    BlockingQueue<String> exits = new LinkedBlockingQueue<>();
    driver.onExit((id, reason) -> exits.add(id + " " + reason));
    RunningRelay relay = launch();

    docker.docker("kill", relay.id().value());

    assertThat(exits.poll(60, TimeUnit.SECONDS))
        .startsWith(relay.id() + " its container ended: exit code 137; last words: ");
  }

  @Test
  void aContainerThatOutlivedItsNodeIsAdoptedAndADeadOneRemovedAndAnothersLeftAlone() {
    RunningRelay survivor = launch();
    RunningRelay victim = launch();
    docker.docker("kill", victim.id().value());
    docker.docker("create", "--network=none", "--name=of-somebody-else", TestDocker.IMAGE);

    DockerDriver next = driver(config, RULES);
    List<RunningRelay> found = on.call(next::find);

    assertThat(found).containsExactly(survivor);
    assertThat(docker.containers())
        .containsExactlyInAnyOrder(survivor.id().value(), "of-somebody-else");
    on.call(next::close);
    DockerDriver changed = driver(config, TestRelays.rules("another-secret-than-before"));
    assertThat(on.call(changed::find))
        .containsExactly(new RunningRelay(survivor.id(), survivor.endpoint(), false));
    on.call(changed::close);
  }

  @Test
  void whileTheDaemonIsAwayRelaysGoOnAndAfterwardsADeathIsNoticed() throws Exception {
    BlockingQueue<String> exits = new LinkedBlockingQueue<>();
    driver.onExit((id, reason) -> exits.add(id + " " + reason));
    RunningRelay goesOn = launch();
    RunningRelay dies = launch();
    long pid = Long.parseLong(docker.docker("inspect", "-f", "{{.State.Pid}}", dies.id().value()));

    docker.stop();
    on.untilAnswers(goesOn.endpoint().local());
    assertThatThrownBy(() -> on.call(() -> driver.launch(RelayId.random(), "127.0.0.1")))
        .isInstanceOf(Exception.class);
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(60, TimeUnit.SECONDS);
    docker.start();

    assertThat(exits.poll(30, TimeUnit.SECONDS)).startsWith(dies.id() + " its container ended: ");
    on.call(() -> test().run(goesOn.endpoint()));
    assertThat(docker.containers()).contains(goesOn.id().value()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aRelayThatIsGivenUpWhileItIsLaunchedLeavesNothingBehind() {
    RelayId id = RelayId.random();

    assertThatThrownBy(
            () ->
                on.call(
                    () -> {
                      Future<RunningRelay> launched = driver.launch(id, "127.0.0.1");
                      return driver.stop(id).compose(done -> launched);
                    }))
        .hasMessage("it was given up while it was launched");
    assertThat(docker.containers()).isEmpty();
  }

  @Test
  void anImageThatIsNotThereIsAReasonInWordsAndLeavesNothingBehind() {
    RelaysConfig noImage =
        TestRelays.docker(
            1, RelaysConfig.DEFAULT_RELAY_PORTS, docker.host(), "localhost:9/none:none");
    DockerDriver other = driver(noImage, RULES);
    on.call(other::find);

    assertThatThrownBy(() -> on.call(() -> other.launch(RelayId.random(), "127.0.0.1")))
        .hasMessageStartingWith("docker answered ");
    assertThatThrownBy(() -> on.call(() -> DockerDriver.usable(vertx, noImage, true)))
        .hasMessageStartingWith("docker answered ");
    assertThatThrownBy(() -> on.call(() -> DockerDriver.usable(vertx, noImage, false)))
        .hasMessage("it does not have localhost:9/none:none");
    assertThat(docker.containers()).isEmpty();
    on.call(() -> DockerDriver.usable(vertx, config, false));
    on.call(other::close);
  }

  private RunningRelay launch() {
    RunningRelay relay = on.call(() -> driver.launch(RelayId.random(), "127.0.0.1"));
    on.untilAnswers(relay.endpoint().local());
    return relay;
  }

  private RelaySelfTest test() {
    return new RelaySelfTest(vertx, RULES, InstantSource.system());
  }

  private DockerDriver driver(RelaysConfig relays, RelayRules rules) {
    InetAddress local = InetAddress.getLoopbackAddress();
    return on.call(
        () -> Future.succeededFuture(new DockerDriver(vertx, dataDir, relays, local, rules)));
  }
}
