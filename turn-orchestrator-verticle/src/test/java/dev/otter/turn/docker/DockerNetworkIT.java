package dev.otter.turn.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.DockerConfig;
import dev.otter.contract.config.KubernetesConfig;
import dev.otter.contract.config.PortRange;
import dev.otter.contract.config.RelayContainers;
import dev.otter.contract.config.RelayCount;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.TurnCredentials;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.check.RelaySelfTest;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.relay.RelayEndpoint.OwnNetwork;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RunningRelay;
import dev.otter.turn.stun.StunTransport;
import dev.otter.turn.stun.TurnClient;
import dev.otter.turn.testing.OnContext;
import dev.otter.turn.testing.TestRelays;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real CoTURN in containers of a real Docker daemon on another machine, in a network of their own:
 * reached at published ports from outside, and by nobody else.
 */
class DockerNetworkIT {

  private static final RelayRules RULES = TestRelays.rules("the-secret-of-this-test");
  private static final int PORT = 3_478;
  private static final PortRange PORTS = new PortRange(50_000, 50_255);

  /** A STUN Binding request. */
  private static final String BINDING = "000100002112a442" + "000102030405060708090a0b";

  @TempDir private static Path daemonDirectory;
  private static TestMachine machine;
  private static TestDocker docker;
  private static Vertx vertx;

  @TempDir private Path dataDir;

  private OnContext on;
  private DockerDriver driver;

  @BeforeAll
  static void startDocker() {
    machine = new TestMachine(daemonDirectory);
    docker = TestDocker.start(daemonDirectory, TestMachine.NAME, TestMachine.ADDRESS);
    vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  }

  @AfterAll
  static void stopDocker() throws Exception {
    try {
      docker.close();
    } finally {
      machine.close();
    }
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @BeforeEach
  void open() {
    on = new OnContext(vertx);
    driver = driver(List.of());
    assertThat(on.call(driver::find)).isEmpty();
  }

  @AfterEach
  void close() {
    docker.containers().forEach(name -> docker.docker("rm", "-f", "-v", name));
    on.call(driver::close);
  }

  @Test
  void itRelaysBothWaysReachesNobodyItMustNotIsAdoptedAndGoesWithItsNetwork() {
    RunningRelay relay = launch();
    OwnNetwork own = relay.endpoint().network().orElseThrow();
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    TurnClient client = client(relay);
    client.onData((from, data) -> answers.add(new String(data, StandardCharsets.UTF_8)));

    InetSocketAddress relayed = on.call(client::allocate);
    int channel = 0x4000;
    for (String ip : List.of(TestMachine.FORBIDDEN, own.gateway(), TestMachine.ADDRESS)) {
      InetSocketAddress peer = peer(ip);
      int number = channel++;
      // Asked for by each way, and sent whatever the answer was.
      on.call(() -> client.createPermission(peer).otherwiseEmpty());
      on.call(() -> client.bindChannel(number, peer).otherwiseEmpty());
      client.send(peer, bytes("forbidden"));
    }
    on.call(() -> client.createPermission(peer(TestMachine.PUBLIC)));
    client.send(peer(TestMachine.PUBLIC), bytes("public"));

    assertThat(poll(answers)).isEqualTo("answer to public");
    assertThat(relayed.getAddress().getHostAddress()).isEqualTo(TestMachine.ADDRESS);
    // Who is beside it sees the machine, and the very port that was published.
    assertThat(machine.heardBeside())
        .containsExactly(
            "listening",
            TestMachine.OUTSIDE + " " + relayed.getPort() + " " + TestMachine.PUBLIC + " public");
    // The ways are open: only the relay does not go them.
    TestMachine.ask(inContainer(relay), own.gateway(), TestMachine.PORT, "61");
    assertThat(machine.heard()).containsExactly("listening", machine.heard().get(1));
    assertThat(machine.heard().get(1)).startsWith(own.ip()).endsWith(" a");
    on.call(client::close);
    adoptedAndEndedItGoesWithTheNetwork(relay);
  }

  private void adoptedAndEndedItGoesWithTheNetwork(RunningRelay relay) {
    BlockingQueue<String> exits = new LinkedBlockingQueue<>();
    on.call(driver::close);
    driver = driver(List.of());
    driver.onExit((id, reason) -> exits.add(id + " " + reason));

    assertThat(on.call(driver::find)).containsExactly(relay);
    on.call(() -> test().run(relay.endpoint()));
    docker.docker("kill", relay.id().value());
    assertThat(poll(exits))
        .startsWith(relay.id() + " its container ended: exit code 137; last words: ");
    on.call(() -> driver.stop(relay.id()));
    on.call(driver::close);

    assertThat(docker.containers()).isEmpty();
    assertThat(docker.docker("volume", "ls", "-q")).isEmpty();
    assertThat(docker.docker("network", "ls", "--format", "{{.Name}}").lines())
        .noneMatch(name -> name.startsWith("otter-"));
    driver = driver(List.of());
    on.call(driver::find);
  }

  @Test
  @Tag("long")
  void oneContainerDoesNotReachAnotherAndTheConsoleIsForThePrivateNetwork() {
    RunningRelay one = launch();
    RunningRelay other = launch();
    OwnNetwork at = other.endpoint().network().orElseThrow();

    assertThat(TestMachine.ask(TestMachine.network(), at.ip(), other.endpoint().port(), BINDING))
        .startsWith("0101");
    assertThat(TestMachine.ask(inContainer(one), at.ip(), other.endpoint().port(), BINDING))
        .isEmpty();
    String published = docker.docker("port", one.id().value());
    assertThat(published.lines().filter(line -> line.contains("/udp"))).hasSize(65);
    assertThat(published.lines().filter(line -> line.contains("/tcp")))
        .containsExactlyInAnyOrder(
            one.endpoint().port() + "/tcp -> 0.0.0.0:" + one.endpoint().port(),
            consolePort(one) + "/tcp -> " + TestMachine.ADDRESS + ":" + consolePort(one));
  }

  @Test
  @Tag("long")
  void aPortThatSomebodyElseHasIsAReasonAndTheNextTryTakesAnother() {
    docker.docker("network", "create", "of-somebody-else");
    docker.docker(
        "run",
        "-d",
        "--name=of-somebody-else",
        "--network=of-somebody-else",
        "-p",
        PORT + ":" + PORT,
        TestDocker.IMAGE,
        "--no-cli",
        "--log-file=stdout");

    assertThatThrownBy(() -> on.call(() -> driver.launch(RelayId.random(), TestMachine.ADDRESS)))
        .hasMessageStartingWith("docker answered 500: ")
        .hasMessageContaining("port is already allocated");
    assertThat(docker.containers()).containsExactly("of-somebody-else");
    assertThat(launch().endpoint().port()).isEqualTo(PORT + 1);
    docker.docker("rm", "-f", "-v", "of-somebody-else");
    docker.docker("network", "rm", "of-somebody-else");
  }

  @Test
  @Tag("long")
  void whileTheDaemonIsAwayRelaysAndTheirConsolesGoOn() {
    RunningRelay relay = launch();

    docker.stop();
    on.untilAnswers(relay.endpoint().local());
    on.call(() -> test().run(relay.endpoint()));
    docker.start();

    on.call(() -> test().run(relay.endpoint()));
    on.call(() -> driver.stop(relay.id()));
    assertThat(docker.containers()).isEmpty();
  }

  @Test
  @Tag("long")
  void aNetworkThatADeadNodeHasLeftUnfinishedIsMadeAgain() throws Exception {
    String name = "otter-" + Files.readString(dataDir.resolve("docker-owner")).strip();
    docker.docker("network", "create", name);

    RunningRelay relay = launch();

    assertThat(docker.docker("network", "inspect", "-f", "{{(index .IPAM.Config 0).Subnet}}", name))
        .endsWith("/27");
    on.call(() -> driver.stop(relay.id()));
  }

  @Test
  void peersThatWouldOpenTheNetworkItselfAreRefused() {
    DockerDriver open = driver(List.of(AddressRange.parse("turn.allowedPeers", "172.16.0.0/12")));
    on.call(open::find);

    assertThatThrownBy(() -> on.call(() -> open.launch(RelayId.random(), TestMachine.ADDRESS)))
        .hasMessageStartingWith(
            "turn.allowedPeers opens 172.16.0.0-172.31.255.255, and with it the containers' own"
                + " network 172.");
    on.call(open::close);
  }

  private RunningRelay launch() {
    RunningRelay relay = on.call(() -> driver.launch(RelayId.random(), TestMachine.ADDRESS));
    on.untilAnswers(relay.endpoint().local());
    return relay;
  }

  private TurnClient client(RunningRelay relay) {
    Credential credential =
        new TurnCredentials(RULES.secrets().signing(), InstantSource.system()).issue("participant");
    return on.call(
        () ->
            TurnClient.open(
                vertx,
                relay.endpoint().local(),
                StunTransport.UDP,
                credential.username(),
                credential.password()));
  }

  private static String inContainer(RunningRelay relay) {
    return TestMachine.networkOf(
        Long.parseLong(docker.docker("inspect", "-f", "{{.State.Pid}}", relay.id().value())));
  }

  private static int consolePort(RunningRelay relay) {
    return relay.endpoint().console().at().getPort();
  }

  private RelaySelfTest test() {
    return new RelaySelfTest(vertx, RULES, InstantSource.system());
  }

  private DockerDriver driver(List<AddressRange> allowedPeers) {
    DockerConfig daemon =
        new DockerConfig(
            docker.tcpHost(), Optional.of(docker.certificates().toString()), DockerConfig.OWN);
    RelaysConfig config =
        new RelaysConfig(
            RelayCount.fixed(2),
            Optional.of(TestMachine.ADDRESS),
            PORT,
            PORTS,
            Optional.of(TestMachine.ADDRESS),
            allowedPeers,
            new RelayContainers(TestDocker.IMAGE, daemon, KubernetesConfig.DEFAULT),
            Optional.empty());
    RelayRules rules =
        allowedPeers.isEmpty()
            ? RULES
            : new RelayRules(
                allowedPeers, RULES.secrets(), RULES.consoleKey(), RULES.certificates(), false);
    InetAddress local = address(TestMachine.ADDRESS);
    return on.call(
        () -> Future.succeededFuture(new DockerDriver(vertx, dataDir, config, local, rules)));
  }

  private static InetSocketAddress peer(String ip) {
    return new InetSocketAddress(address(ip), TestMachine.PORT);
  }

  private static InetAddress address(String ip) {
    return NetUtil.createInetAddressFromIpAddressString(ip);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String poll(BlockingQueue<String> answers) {
    try {
      return answers.poll(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
