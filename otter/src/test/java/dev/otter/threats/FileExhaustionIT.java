package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** F18: more connections than the system lets the process open files. */
class FileExhaustionIT {

  private static final Logger LOG = LoggerFactory.getLogger(FileExhaustionIT.class);
  private static final int OPEN_FILES = 256;
  private static final int CROWD = 400;

  /** What F18 promises. */
  private static final int RECOVERY_SECONDS = 5;

  private static final int BOUND_SECONDS = 30;

  @TempDir Path directory;

  @Test
  void theNodeSurvivesItAndTakesClientsAgainWhileThoseInsideTalkOn() throws IOException {
    Map<String, String> environment =
        Map.of(
            "OTTER_HTTP_PORT", "0",
            "OTTER_API_KEY", TestNode.API_KEY,
            "OTTER_LIMITS_REQUEST_SECONDS", "60");
    try (ProcessNode node = ProcessNode.startWithOpenFiles(directory, OPEN_FILES, environment)) {
      URI base = node.awaitRunning();
      HttpApi api = new HttpApi(base);
      TestRoom room = api.createRoom();
      TestRoom other = api.createRoom();
      TestSignalingClient first = TestSignalingClient.connect(base, room);
      Eventually.within(
          Duration.ofSeconds(BOUND_SECONDS),
          "the first is in",
          () ->
              api.get("/v1/rooms/" + room.roomId() + "?token=" + room.token())
                  .text()
                  .contains("\"participantCount\":1"));
      TestSignalingClient second = TestSignalingClient.connect(base, room);
      first.next();
      loadClasses(base, other);
      for (int i = 0; i < 5; i++) {
        second.send("{\"payload\":\"before\"}");
        assertThat(first.next().get("payload").asText()).isEqualTo("before");
      }
      List<RawWebSocket> crowd = new ArrayList<>();
      try {
        for (int i = 0; i < CROWD; i++) {
          crowd.add(RawWebSocket.connectSilently(base));
        }
        Eventually.within(
            Duration.ofSeconds(BOUND_SECONDS),
            "all files are in use",
            () -> openFiles(node) >= OPEN_FILES - 1);
        for (int i = 0; i < 100; i++) {
          second.send("{\"payload\":" + i + "}");
          assertThat(first.next().get("payload").asInt()).isEqualTo(i);
        }
      } finally {
        for (RawWebSocket each : crowd) {
          each.close();
        }
      }
      long milliseconds =
          Eventually.within(
              Duration.ofSeconds(RECOVERY_SECONDS),
              "clients are taken again",
              () -> upgrades(base, other));
      LOG.info("took clients again {} ms after the flood", milliseconds);
      second.send("{\"payload\":\"still here\"}");
      assertThat(first.next().get("payload").asText()).isEqualTo("still here");
      assertThat(node.err().lines().count()).as("the log is not flooded").isLessThan(1_000);
      first.close();
      second.close();
    }
  }

  /**
   * Comes, speaks and goes once in each dialect. The fat jar is one file that stays open; a test's
   * classes lie in folders, and each is a file to open when it is needed first.
   */
  private static void loadClasses(URI base, TestRoom room) throws IOException {
    for (int i = 0; i < 2; i++) {
      TestSignalingClient plain = TestSignalingClient.connect(base, room);
      plain.send("{\"destination\":\"nobody\",\"payload\":1}").next();
      plain.close();
      try (V1Client numbered = V1Client.join(base, room)) {
        numbered.sendRaw("{\"type\":\"ping\"}");
        numbered.await("pong");
      }
    }
    RawWebSocket.connect(base, room).reset();
  }

  private static boolean upgrades(URI base, TestRoom room) {
    String path = "/ws?roomId=" + room.roomId() + "&token=" + room.token();
    try (RawWebSocket client = RawWebSocket.request(base, path)) {
      return client.statusLine().contains(" 101 ");
    } catch (IOException e) {
      return false;
    }
  }

  private static int openFiles(ProcessNode node) {
    String[] open = Path.of("/proc", String.valueOf(node.pid()), "fd").toFile().list();
    return open == null ? 0 : open.length;
  }
}
