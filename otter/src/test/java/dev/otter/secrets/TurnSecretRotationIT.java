package dev.otter.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.turn.TurnCredentials;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.stun.StunTransport;
import dev.otter.turn.stun.TurnClient;
import dev.otter.turn.testing.FreePorts;
import dev.otter.turn.testing.OnContext;
import dev.otter.turn.testing.RelayedData;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The TURN secret of two nodes with a real turnserver each is rotated while a call goes on. */
class TurnSecretRotationIT {

  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final String SECRET = "/v1/turn/secret";
  private static final String[] RELAY = {
    "OTTER_TURN_DRIVER", "process",
    "OTTER_TURN_RELAYS", "1",
    "OTTER_TURN_ALLOWED_PEERS", "127.0.0.0/8"
  };

  private final Vertx vertx = Vertx.vertx();
  private final OnContext on = new OnContext(vertx);
  private final AheadClock clock = new AheadClock();

  @TempDir private Path dataDir;

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
  }

  @Test
  void oldAndNewCredentialsAreGoodUntilTheOldOnesHaveEndedAndACallGoesOn() {
    int port = FreePorts.next();
    try (TestNode first = TestNode.startClusteredAt(clock, dataDir.resolve("1"), port, "", RELAY);
        TestNode second =
            TestNode.startClusteredAt(
                clock, dataDir.resolve("2"), FreePorts.next(), "127.0.0.1:" + port, RELAY);
        RelayedData call = new RelayedData(vertx)) {
      Eventually.within(BOUND, "both have a relay", () -> relays(second, "ready").size() == 2);
      TestRoom room = first.api().createRoom();
      JsonNode old = server(first, room);
      call.send("call", new JsonObject(old.toString()));
      String secret = turnSecret("1");
      assertThat(password(secret, old)).isEqualTo(old.get("credential").asText());

      String fresh = rotated(first, second);
      for (TestNode node : List.of(first, second)) {
        Eventually.within(
            BOUND, "it signs with the new one", () -> isOf(fresh, server(node, room)));
        JsonNode now = server(node, room);
        for (JsonNode relay : relays(node, "ready")) {
          allocate(relay, now.get("username").asText(), now.get("credential").asText());
          allocate(relay, old.get("username").asText(), old.get("credential").asText());
        }
      }
      call.untilArrives("call");

      oldOneEnds(first, second);
      for (JsonNode relay : relays(second, "ready")) {
        Credential forged = credential(secret);
        assertThatThrownBy(() -> allocate(relay, forged.username(), forged.password()))
            .hasMessage("refused with 401");
        Credential good = credential(fresh);
        allocate(relay, good.username(), good.password());
      }
      Eventually.within(
          BOUND,
          "no file has it",
          () -> Stream.of("1", "2").noneMatch(node -> kept(node).toString().contains(secret)));
    }
  }

  private boolean isOf(String secret, JsonNode server) {
    return password(secret, server).equals(server.get("credential").asText());
  }

  /** Two operators rotate at once; what signs when all nodes have taken note. */
  private String rotated(TestNode first, TestNode second) {
    String secret = turnSecret("1");
    List<Answer> both =
        Stream.of(first, second)
            .map(node -> CompletableFuture.supplyAsync(() -> ask(node, "POST", "/rotate")))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    assertThat(both).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
    assertThat(both).extracting(Answer::code).contains("turn-secret-rotating");
    Eventually.within(BOUND, "the new one signs", () -> state(second).hasNonNull("previousUntil"));
    Eventually.within(
        BOUND,
        "both have taken note",
        () -> !turnSecret("1").equals(secret) && turnSecret("1").equals(turnSecret("2")));
    Instant until = Instant.parse(state(first).get("previousUntil").asText());
    Instant rotatedAt = Instant.parse(state(first).get("rotatedAt").asText());
    assertThat(until).isEqualTo(rotatedAt.plus(TurnSecretRotation.OVERLAP));
    Answer again = ask(second, "POST", "/rotate");
    assertThat(again.code()).isEqualTo("turn-secret-rotating");
    assertThat(again.json().get("message").asText()).contains("again from " + until + " on");
    return turnSecret("1");
  }

  private void oldOneEnds(TestNode first, TestNode second) {
    Instant until = Instant.parse(state(first).get("previousUntil").asText());
    clock.advance(TurnSecretRotation.OVERLAP.plusMinutes(1));
    Eventually.within(
        BOUND, "the old one has ended", () -> !state(second).hasNonNull("previousUntil"));
    Eventually.within(BOUND, "no relay knows it", () -> allBeganAfter(until, first));
    assertThat(state(first).get("why").isNull()).isTrue();
  }

  @Test
  void aSecretOfTheConfigurationIsNotRotatedHere() {
    try (TestNode node = TestNode.start(dataDir, "OTTER_TURN_SECRET", "a-secret-of-this-test")) {
      assertThat(state(node).get("refusal").asText()).isEqualTo("turn-secret-configured");
      Answer refused = ask(node, "POST", "/rotate");

      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.code()).isEqualTo("turn-secret-configured");
      assertThat(refused.text()).contains("option turn.secret").doesNotContain("a-secret-of");
      assertThat(node.api().get(SECRET).code()).isEqualTo("api-key-missing");
    }
  }

  @Test
  void whoWasAwayDuringARotationDoesNotBringTheOldSecretBack() {
    Path away = dataDir.resolve("1");
    Path there = dataDir.resolve("2");
    int port = FreePorts.next();
    try (TestNode first = TestNode.startClustered(away, port, "");
        TestNode second = TestNode.startClustered(there, FreePorts.next(), "127.0.0.1:" + port)) {
      assertThat(state(first)).isEqualTo(state(second));
    }
    String old = turnSecret("1");
    try (TestNode second = TestNode.startClusteredAt(clock, there, port, "")) {
      assertThat(ask(second, "POST", "/rotate").status()).isEqualTo(200);
      Eventually.within(BOUND, "it signs", () -> state(second).hasNonNull("previousUntil"));
      clock.advance(TurnSecretRotation.OVERLAP);
      Eventually.within(BOUND, "it is alone", () -> !state(second).hasNonNull("previousUntil"));
    }
    String fresh = turnSecret("2");
    assertThat(fresh).isNotEqualTo(old);

    try (TestNode first = TestNode.startClusteredAt(clock, away, port, "");
        TestNode second =
            TestNode.startClusteredAt(clock, there, FreePorts.next(), "127.0.0.1:" + port)) {
      Eventually.within(BOUND, "the later one signs", () -> turnSecret("1").equals(fresh));
      assertThat(state(first)).isEqualTo(state(second));
      assertThat(state(second).hasNonNull("previousUntil")).isTrue();
    }
  }

  /** Whether there are two relays and no other, and both began after that time. */
  private static boolean allBeganAfter(Instant time, TestNode node) {
    List<JsonNode> all = relays(node, "");
    return all.size() == 2
        && all.stream()
            .allMatch(
                each ->
                    each.get("state").asText().equals("ready")
                        && Instant.parse(each.get("since").asText()).isAfter(time));
  }

  private void allocate(JsonNode relay, String username, String password) {
    InetSocketAddress at =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), relay.get("port").asInt());
    on.call(
        () ->
            TurnClient.open(vertx, at, StunTransport.UDP, username, password)
                .compose(
                    client ->
                        client
                            .allocate()
                            .transform(
                                made ->
                                    client
                                        .close()
                                        .compose(
                                            closed ->
                                                made.succeeded()
                                                    ? Future.succeededFuture(made.result())
                                                    : Future.failedFuture(made.cause())))));
  }

  /** By the time of the machine, which turnserver knows alone. */
  private static Credential credential(String secret) {
    return new TurnCredentials(secret, InstantSource.system()).issue("guest");
  }

  private static String password(String secret, JsonNode server) {
    return new TurnCredentials(secret, InstantSource.system())
        .password(server.get("username").asText());
  }

  private static JsonNode server(TestNode node, TestRoom room) {
    JsonNode servers =
        node.api().get("/v1/ice-servers?token=" + room.token()).json().get("iceServers");
    return servers.get(servers.size() - 1);
  }

  private static Answer ask(TestNode node, String method, String path) {
    return node.api()
        .send(method, SECRET + path, null, "Authorization", "Bearer " + TestNode.API_KEY);
  }

  private static JsonNode state(TestNode node) {
    Answer answer = ask(node, "GET", "");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** All that are in a state, or all. */
  private static List<JsonNode> relays(TestNode node, String state) {
    JsonNode all =
        node.api()
            .get("/v1/turn/instances", "Authorization", "Bearer " + TestNode.API_KEY)
            .json()
            .get("instances");
    return StreamSupport.stream(all.spliterator(), false)
        .filter(each -> state.isEmpty() || each.get("state").asText().equals(state))
        .toList();
  }

  private String turnSecret(String node) {
    return kept(node).get("turnSecret").asText();
  }

  private JsonNode kept(String node) {
    try {
      return new ObjectMapper()
          .readTree(dataDir.resolve(node).resolve(PreparedSecrets.FILE).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The time of the machine, and as much more as the test says. */
  private static final class AheadClock implements InstantSource {

    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }

    synchronized void advance(Duration by) {
      ahead = ahead.plus(by);
    }
  }
}
