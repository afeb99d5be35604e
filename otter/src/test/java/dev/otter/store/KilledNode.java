package dev.otter.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.TestNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills a node a millisecond after it has answered that a room and a key were made, and looks
 * whether the next one knows both.
 */
final class KilledNode {

  private static final String BEARER = "Bearer " + TestNode.API_KEY;

  private KilledNode() {}

  /** Does it some times over; the rooms of all rounds must be there after each. */
  static void killAfterEachAnswer(Path directory, int rounds, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("OTTER_HTTP_PORT", "0");
    environment.put("OTTER_API_KEY", TestNode.API_KEY);
    String key = null;
    for (int round = 0; round <= rounds; round++) {
      try (ProcessNode node = ProcessNode.start(directory, environment)) {
        HttpApi api = new HttpApi(node.awaitRunning());
        for (int earlier = Math.max(0, round - 3); earlier < round; earlier++) {
          Answer known = api.get("/v1/rooms/round" + earlier, "Authorization", BEARER);
          assertThat(known.status()).as("room of round " + earlier).isEqualTo(200);
        }
        if (key != null) {
          Answer opened = api.send("POST", "/v1/rooms", "{}", "Authorization", "Bearer " + key);
          assertThat(opened.status()).as("key of round " + (round - 1)).isEqualTo(201);
        }
        key = made(api, round);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        node.kill();
      }
    }
  }

  /** Of two answers, each is the last before a kill every other time. */
  private static String made(HttpApi api, int round) {
    String key = round % 2 == 0 ? makeKey(api) : null;
    assertThat(api.post("/v1/rooms", "{\"uniqueName\":\"round" + round + "\"}").status())
        .isEqualTo(201);
    return round % 2 == 0 ? key : makeKey(api);
  }

  private static String makeKey(HttpApi api) {
    Answer made = api.post("/v1/keys", "{\"name\":\"k\",\"scopes\":[\"rooms:write\"]}");
    assertThat(made.status()).isEqualTo(201);
    return made.json().get("key").asText();
  }
}
