package dev.otter.turn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.bus.BusCodecs;
import dev.otter.turn.TurnCredentials;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.TurnSecrets;
import dev.otter.turn.certificate.RelayCertificates;
import dev.otter.turn.check.RelaySelfTest;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.process.ProcessDriver;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RunningRelay;
import dev.otter.turn.stun.StunTransport;
import dev.otter.turn.stun.TurnClient;
import dev.otter.turn.testing.FreePorts;
import dev.otter.turn.testing.OnContext;
import dev.otter.turn.testing.TestRelays;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Real turnservers that keep their sessions behind the door. */
@ExtendWith(VertxExtension.class)
class RedisRelayIT {

  private static final String SECRET = OpenDoor.SECRET;
  private static final String FRESH = "the-secret-of-tomorrow";
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir private Path dataDir;
  @TempDir private Path ports;

  private final List<RelayId> launched = new ArrayList<>();
  private OnContext on;
  private OpenDoor door;
  private ProcessDriver driver;

  @BeforeEach
  void open(Vertx vertx) {
    BusCodecs.register(vertx);
    on = new OnContext(vertx);
    // It is opened again at this port, which nobody may take meanwhile.
    door = new OpenDoor(vertx, FreePorts.next(), token -> rules(0).relayOf(token), List.of(SECRET));
    driver = driver(rules(door.at.getPort()));
  }

  @AfterEach
  void close() {
    launched.forEach(id -> on.call(() -> driver.stop(id)));
    on.call(driver::close);
    door.close();
  }

  @Test
  void aRelayReadsItsSecretsAtTheDoorAndKeepsItsSessionsThere() throws IOException {
    RunningRelay relay = launch();
    on.call(
        () ->
            new RelaySelfTest(on.vertx(), rules(door.at.getPort()), InstantSource.system())
                .run(relay.endpoint()));
    TurnClient call = on.call(() -> client(relay, SECRET));

    try (Jedis operator = new Jedis("127.0.0.1", door.at.getPort())) {
      operator.auth(OpenDoor.ADMIN);
      String mine = relay.id() + "/turn/realm/otter/user/" + call.username() + "/allocation/*";
      Set<String> status = until(operator, mine, found -> !found.isEmpty());
      assertThat(operator.get(status.iterator().next()))
          .startsWith("new lifetime=")
          .contains("local=127.0.0.1:" + relay.endpoint().port());
      assertThat(operator.ttl(status.iterator().next())).isPositive();
      assertThat(operator.keys(relay.id() + "/turn/*/allocation/*/status")).isNotEmpty();

      // A CoTURN that starts deletes every status that it can list.
      launch();
      assertThat(operator.keys(mine)).isEqualTo(status);

      on.call(call::close);
      assertThat(until(operator, mine, Set::isEmpty)).isEmpty();
    }
    String settings =
        Files.readString(dataDir.resolve(relay.id().value()).resolve("turnserver.conf"));
    assertThat(settings).contains("redis-statsdb=", "redis-userdb=").doesNotContain(SECRET);
    String log = Files.readString(dataDir.resolve(relay.id().value()).resolve("turnserver.log"));
    assertThat(log).doesNotContain("password=", relay.id() + ".");
  }

  @Test
  void aSecretIsChangedWithoutAnotherRelay(Vertx vertx) {
    RunningRelay relay = launch();
    int port = door.at.getPort();
    on.call(() -> client(relay, SECRET).compose(TurnClient::close));

    // The node restarts, with another secret; the relay goes on.
    door.close();
    door = new OpenDoor(vertx, port, token -> rules(0).relayOf(token), List.of(FRESH));
    driver = driver(rules(port));

    assertThat(on.call(driver::find)).containsExactly(relay);
    on.call(() -> again(() -> client(relay, FRESH), 100).compose(TurnClient::close));
    assertThatThrownBy(() -> on.call(() -> client(relay, SECRET))).hasMessage("refused with 401");
  }

  @Test
  void secretsThatChangeAreKnownAtOnceAndASessionGoesOn() {
    RunningRelay relay = launch();
    TurnClient call = on.call(() -> client(relay, SECRET));

    door.secrets.change(List.of(FRESH, SECRET));
    on.call(() -> client(relay, FRESH).compose(TurnClient::close));
    on.call(() -> client(relay, SECRET).compose(TurnClient::close));
    door.secrets.change(List.of(FRESH));

    assertThatThrownBy(() -> on.call(() -> client(relay, SECRET))).hasMessage("refused with 401");
    on.call(() -> client(relay, FRESH).compose(TurnClient::close));
    on.call(() -> call.createPermission(new InetSocketAddress("8.8.8.8", 53)));
  }

  @Test
  void aRelayThatDiesIsKnownByItsConnections() throws Exception {
    RunningRelay relay = launch();
    // Making an allocation is told of.
    on.call(() -> client(relay, SECRET));
    try (Jedis operator = new Jedis("127.0.0.1", door.at.getPort())) {
      operator.auth(OpenDoor.ADMIN);
      until(operator, relay.id() + "/*/status", found -> !found.isEmpty());
    }

    String pid = Files.readString(dataDir.resolve(relay.id().value()).resolve("pid")).strip();
    ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();

    assertThat(door.lost.poll(60, TimeUnit.SECONDS)).isEqualTo(relay.id());
  }

  private static Set<String> until(
      Jedis operator, String pattern, Predicate<Set<String>> condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    Set<String> found = operator.keys(pattern);
    while (!condition.test(found) && System.nanoTime() < end) {
      found = operator.keys(pattern);
    }
    return found;
  }

  private <T> Future<T> again(Supplier<Future<T>> action, int more) {
    return action
        .get()
        .recover(
            failure ->
                more > 0
                    ? on.vertx()
                        .timer(100, TimeUnit.MILLISECONDS)
                        .compose(later -> again(action, more - 1))
                    : Future.failedFuture(failure));
  }

  private RunningRelay launch() {
    RelayId id = RelayId.random();
    launched.add(id);
    RunningRelay relay = on.call(() -> driver.launch(id, "127.0.0.1"));
    on.untilAnswers(relay.endpoint().local());
    return relay;
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

  private static RelayRules rules(int port) {
    return new RelayRules(
        List.of(),
        TurnSecrets.of(List.of(SECRET)),
        TestRelays.CONSOLE_KEY,
        RelayCertificates.none(),
        false,
        Optional.of(new InetSocketAddress(LOOPBACK, port)));
  }

  private ProcessDriver driver(RelayRules rules) {
    return TestRelays.processDriver(on, TestRelays.config(3), dataDir, ports, rules);
  }
}
