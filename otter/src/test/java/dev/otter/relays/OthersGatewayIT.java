package dev.otter.relays;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.turn.testing.FreePorts;
import dev.otter.turn.testing.RelayedData;
import dev.otter.turn.testing.TestTurnServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose gateway stands in front of real CoTURN servers that somebody else runs. */
class OthersGatewayIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String SECRET = "the-secret-of-this-test";

  @TempDir private Path dataDir;

  private final List<TestTurnServer> started = new ArrayList<>();
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void end() {
    started.forEach(TestTurnServer::close);
    vertx.close();
  }

  @Test
  void aSessionGoesOnWhicheverOfThemDiesHangsOrComesBackAndNoneIsUsedThatDoesNotRelay()
      throws Exception {
    int gateway = FreePorts.next();
    int management = FreePorts.next();
    int first = FreePorts.next();
    int second = FreePorts.next();
    int strange = FreePorts.next();
    server(strange, "a-secret-that-no-node-has");
    TestTurnServer one = server(first, SECRET);
    try (TestNode node = node(gateway, management, first, second, strange);
        RelayedData data = new RelayedData(vertx)) {
      HttpApi metrics = HttpApi.ofAnotherPort(URI.create("http://127.0.0.1:" + management));
      TestRoom room = node.api().createRoom();
      data.send("hello", untilServed(node, room, gateway));
      data.untilArrives("hello");
      assertThat(sessions(metrics)).isEqualTo(1);

      TestTurnServer two = server(second, SECRET);
      untilRelaying(node, second);
      one.kill();
      data.untilArrives("hello");

      one = server(first, SECRET);
      untilRelaying(node, first);
      two.signal("STOP");
      data.untilArrives("hello");
      untilState(node, second, "unreachable");

      two.signal("CONT");
      untilRelaying(node, second);
      one.kill();
      data.untilArrives("hello");
      assertThat(sessions(metrics)).isEqualTo(1);
    }
  }

  private TestNode node(int gateway, int management, int... servers) {
    List<String> urls = new ArrayList<>();
    for (int server : servers) {
      urls.add("turn:127.0.0.1:" + server);
    }
    return TestNode.start(
        dataDir,
        "OTTER_TURN_DRIVER",
        "static",
        "OTTER_TURN_URLS",
        String.join(",", urls),
        "OTTER_TURN_SECRET",
        SECRET,
        "OTTER_TURN_GATEWAY",
        "on",
        "OTTER_TURN_PORT",
        String.valueOf(gateway),
        "OTTER_TURN_RELAY_PORTS",
        "61000-61999",
        "OTTER_TURN_ALLOWED_PEERS",
        "127.0.0.0/8",
        "OTTER_MANAGEMENT_PORT",
        String.valueOf(management));
  }

  private TestTurnServer server(int port, String secret) throws IOException {
    TestTurnServer server =
        TestTurnServer.start(
            port, dataDir, secret, "--allow-loopback-peers", "--allowed-peer-ip=127.0.0.1");
    started.add(server);
    return server;
  }

  /** What a participant is given, once the gateway has a server. */
  private static JsonObject untilServed(TestNode node, TestRoom room, int gateway) {
    List<JsonObject> given = new ArrayList<>();
    Eventually.within(
        BOUND,
        "ice servers are handed out",
        () -> {
          JsonObject answer =
              new JsonObject(node.api().get("/v1/ice-servers?token=" + room.token()).text());
          answer.getJsonArray("iceServers").forEach(each -> given.add((JsonObject) each));
          return !given.isEmpty();
        });
    JsonObject server = given.get(given.size() - 1);
    assertThat(server.getJsonArray("urls").stream().map(String::valueOf))
        .containsExactly("turn:127.0.0.1:" + gateway + "?transport=udp");
    return server;
  }

  private static void untilRelaying(TestNode node, int port) {
    Eventually.within(
        BOUND,
        port + " relays for the node",
        () -> find(node, port).getString("reason").endsWith(", and relays for it"));
  }

  private static void untilState(TestNode node, int port, String state) {
    Eventually.within(
        BOUND, port + " is " + state, () -> find(node, port).getString("state").equals(state));
  }

  private static JsonObject find(TestNode node, int port) {
    return new JsonObject(
            node.api()
                .get("/v1/turn/instances", "Authorization", "Bearer " + TestNode.API_KEY)
                .text())
        .getJsonArray("instances").stream()
            .map(JsonObject.class::cast)
            .filter(each -> each.getInteger("port") == port)
            .findFirst()
            .orElseThrow();
  }

  private static long sessions(HttpApi metrics) {
    return metrics
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("otter_gateway_sessions "))
        .map(line -> Math.round(Double.parseDouble(line.split(" ")[1])))
        .findFirst()
        .orElse(-1L);
  }
}
