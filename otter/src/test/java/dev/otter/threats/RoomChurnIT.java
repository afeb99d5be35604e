package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T38: a key that makes room after room, and one that makes and ends them over and over. */
class RoomChurnIT {

  private static final int MAX = 20;
  private static final String[] AUTHORIZED = {"Authorization", "Bearer " + TestNode.API_KEY};

  @TempDir Path dataDir;

  @Test
  void aKeyHasItsLimitAlsoAfterARestartAndEndedRoomsDoNotCount() {
    List<TestRoom> made = new ArrayList<>();
    try (TestNode node = start()) {
      // Ten times as many as it may have at once.
      for (int i = 0; i < 10 * MAX; i++) {
        end(node, node.api().createRoom("{\"uniqueName\":\"again\"}"));
      }
      for (int i = 0; i < MAX; i++) {
        made.add(node.api().createRoom("{\"uniqueName\":\"room-" + i + "\"}"));
      }
      refused(node);
      Answer existing = node.api().post("/v1/rooms", "{\"uniqueName\":\"room-3\"}");
      assertThat(existing.status()).isEqualTo(200);
    }
    try (TestNode node = start()) {
      refused(node);
      end(node, made.get(0));
      node.api().createRoom();
      refused(node);
      assertThat(node.api().get("/v1/rooms?status=open&limit=200", AUTHORIZED).json().get("rooms"))
          .as("and the room to try that the node made by itself")
          .hasSize(MAX + 1);
    }
  }

  private TestNode start() {
    return TestNode.start(
        dataDir,
        "OTTER_LIMITS_ROOMS_PER_KEY",
        String.valueOf(MAX),
        "OTTER_LIMITS_REQUEST_RATE",
        "0");
  }

  private static void refused(TestNode node) {
    Answer answer = node.api().post("/v1/rooms", "{}");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.code()).isEqualTo("too-many-rooms");
    assertThat(answer.text()).contains("may have " + MAX + " rooms");
  }

  private static void end(TestNode node, TestRoom room) {
    assertThat(node.api().send("DELETE", "/v1/rooms/" + room.roomId(), null, AUTHORIZED).status())
        .isEqualTo(204);
  }
}
