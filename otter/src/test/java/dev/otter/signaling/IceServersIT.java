package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.V1Client;
import dev.otter.turn.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ICE servers over {@code otter.v1}, with servers of others and with a real CoTURN. */
class IceServersIT {

  @TempDir private Path dataDir;

  @Test
  void theWelcomeHasServersThatGoStraightIntoAPeerConnection() {
    try (TestNode node =
            TestNode.start(
                dataDir,
                "OTTER_TURN_DRIVER",
                "static",
                "OTTER_TURN_URLS",
                "stun:turn.example.com,turn:turn.example.com?transport=udp");
        V1Client client = V1Client.knock(node.base(), node.api().createRoom())) {
      JsonNode welcome = client.await("welcome");

      assertThat(welcome.at("/iceServers/0").toString())
          .isEqualTo("{\"urls\":[\"stun:turn.example.com\"]}");
      assertThat(welcome.at("/iceServers/1/urls/0").asText())
          .isEqualTo("turn:turn.example.com?transport=udp");
      assertThat(welcome.at("/iceServers/1/username").asText()).matches("\\d+:.+");
      assertThat(welcome.at("/iceServers/1/credential").asText()).isNotEmpty();
      assertThat(welcome.get("iceTtlSeconds").asInt()).isEqualTo(600);
    }
  }

  @Test
  void bothEndsAreToldToRestartWithAnotherRelayWhenTheirsIsKilled() {
    try (TestNode node =
        TestNode.start(dataDir, "OTTER_TURN_DRIVER", "process", "OTTER_TURN_RELAYS", "2")) {
      TestRoom room = node.api().createRoom();
      try (V1Client one = V1Client.knock(node.base(), room);
          V1Client other = V1Client.knock(node.base(), room)) {
        String before = firstTurnUrl(one);
        assertThat(firstTurnUrl(other)).isEqualTo(before);

        long killed = System.nanoTime();
        killRelay(before);
        JsonNode said = one.await("ice-servers");
        JsonNode saidToOther = other.await("ice-servers");
        long toldMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);

        System.out.println("FIGURE relay killed: both ends told after " + toldMs + " ms");
        assertThat(said.get("restart").asBoolean()).isTrue();
        assertThat(saidToOther.get("restart").asBoolean()).isTrue();
        assertThat(turnUrl(said)).isNotEqualTo(before).isEqualTo(turnUrl(saidToOther));
      }
    }
  }

  @Test
  void behindAGatewayAllAreSentToItAndADeadRelayIsNoNews() throws IOException {
    String port = String.valueOf(FreePorts.next());
    String gateway = "turn:127.0.0.1:" + port + "?transport=udp";
    try (TestNode node =
        TestNode.start(
            dataDir,
            "OTTER_TURN_DRIVER",
            "process",
            "OTTER_TURN_GATEWAY",
            "on",
            "OTTER_TURN_PORT",
            port)) {
      TestRoom room = node.api().createRoom();
      try (V1Client one = V1Client.knock(node.base(), room);
          V1Client other = V1Client.knock(node.base(), node.api().createRoom())) {
        assertThat(firstTurnUrl(one)).isEqualTo(gateway);
        assertThat(firstTurnUrl(other)).isEqualTo(gateway);
        int told = one.count("ice-servers");
        try (Stream<Path> relays = Files.list(dataDir.resolve("relays"))) {
          Path relay = relays.filter(Files::isDirectory).findFirst().orElseThrow();
          assertThat(Files.readString(relay.resolve("turnserver.conf")))
              .contains("listening-ip=127.0.0.1", "denied-peer-ip=0.0.0.0-255.255.255.255");
          ProcessHandle.of(Long.parseLong(Files.readString(relay.resolve("pid")).strip()))
              .orElseThrow()
              .destroyForcibly();
        }

        // The relay is replaced; whoever comes now is sent to the same address.
        try (V1Client next = V1Client.knock(node.base(), room)) {
          assertThat(firstTurnUrl(next)).isEqualTo(gateway);
        }
        assertThat(one.count("ice-servers")).isEqualTo(told);
      }
    }
  }

  /** Who came before a relay was ready gets one when it is. */
  private static String firstTurnUrl(V1Client client) {
    String url = turnUrl(client.await("welcome"));
    return url.isEmpty() ? turnUrl(client.await("ice-servers")) : url;
  }

  private static String turnUrl(JsonNode message) {
    return message.at("/iceServers/1/urls/0").asText();
  }

  private void killRelay(String url) {
    String port = url.replaceFirst("turn:127.0.0.1:(\\d+)\\?.*", "$1");
    assertThat(
            ProcessHandle.allProcesses()
                .filter(process -> listensAt(process, port))
                .peek(ProcessHandle::destroyForcibly)
                .count())
        .isEqualTo(1);
  }

  /** A relay's configuration is in a directory of this node's. */
  private boolean listensAt(ProcessHandle process, String port) {
    return process
        .info()
        .arguments()
        .map(arguments -> String.join(" ", arguments))
        .filter(line -> line.contains(dataDir.toString()))
        .filter(line -> configurationHas(line, "listening-port=" + port))
        .isPresent();
  }

  private static boolean configurationHas(String line, String setting) {
    String file = line.replaceFirst(".*?(/\\S+turnserver.conf).*", "$1");
    try {
      return Files.readAllLines(Path.of(file)).contains(setting);
    } catch (IOException e) {
      return false;
    }
  }
}
