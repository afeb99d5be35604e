package dev.otter.relays;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.V1Client;
import dev.otter.turn.testing.FreePorts;
import dev.otter.turn.testing.TestTurnServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that hands out two real CoTURN servers, which somebody else runs. */
class StaticServersIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  @TempDir private Path dataDir;

  private final List<TestTurnServer> started = new ArrayList<>();

  @AfterEach
  void endServers() {
    started.forEach(TestTurnServer::close);
  }

  @Test
  void oneThatIsKilledIsNotHandedOutBothEndsAreToldAndItComesBack() throws Exception {
    int first = FreePorts.next();
    int second = FreePorts.next();
    TestTurnServer victim = turnserver(first);
    turnserver(second);
    int management = FreePorts.next();
    try (TestNode node =
        TestNode.start(
            dataDir,
            "OTTER_TURN_DRIVER",
            "static",
            "OTTER_TURN_URLS",
            "turn:127.0.0.1:" + first + ",turn:127.0.0.1:" + second,
            "OTTER_MANAGEMENT_PORT",
            String.valueOf(management))) {
      HttpApi metrics = HttpApi.ofAnotherPort(URI.create("http://127.0.0.1:" + management));
      untilCounted(metrics, "reachable", 2);
      TestRoom room = node.api().createRoom();
      try (V1Client one = V1Client.knock(node.base(), room);
          V1Client other = V1Client.knock(node.base(), room)) {
        assertThat(urls(one.await("welcome"))).contains(":" + first, ":" + second);
        other.await("welcome");

        long killed = System.nanoTime();
        victim.kill();
        JsonNode said = one.await("ice-servers");
        JsonNode saidToOther = other.await("ice-servers");
        long toldMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);

        System.out.println("FIGURE static server killed: both ends told after " + toldMs + " ms");
        assertThat(said.get("restart").asBoolean()).isTrue();
        assertThat(saidToOther.get("restart").asBoolean()).isTrue();
        assertThat(urls(said)).doesNotContain(":" + first).contains(":" + second);
        assertThat(urls(saidToOther)).isEqualTo(urls(said));
        untilCounted(metrics, "unreachable", 1);
        assertThat(states(node)).containsExactlyInAnyOrder("unreachable", "reachable");
      }
      turnserver(first);
      untilCounted(metrics, "reachable", 2);
      try (V1Client next = V1Client.knock(node.base(), room)) {
        assertThat(urls(next.await("welcome"))).contains(":" + first, ":" + second);
      }
    }
  }

  private static String urls(JsonNode message) {
    return message.at("/iceServers/0/urls").toString();
  }

  private static List<String> states(TestNode node) {
    List<String> states = new ArrayList<>();
    node.api()
        .get("/v1/turn/instances", "Authorization", "Bearer " + TestNode.API_KEY)
        .json()
        .get("instances")
        .forEach(each -> states.add(each.get("state").asText()));
    return states;
  }

  private static void untilCounted(HttpApi metrics, String state, int count) {
    String line = "otter_static_servers{state=\"" + state + "\"} " + count + ".0";
    Eventually.within(
        BOUND,
        count + " are " + state,
        () -> metrics.get("/metrics").text().lines().anyMatch(line::equals));
  }

  private TestTurnServer turnserver(int port) throws IOException {
    TestTurnServer server = TestTurnServer.start(port, dataDir, "the-secret-of-this-test");
    started.add(server);
    return server;
  }
}
