package dev.otter.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.PostgresServer;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.turn.testing.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node remembers after it was stopped, and what it does while its database is away. */
class StoreIT {

  private static final String BEARER = "Bearer " + TestNode.API_KEY;
  private static final int WAIT_SECONDS = 30;

  @TempDir Path dataDir;

  @Test
  void aRestartedNodeKnowsItsRoomsAndTheirNamesAndTheirLinksOpenThem() {
    TestRoom room;
    try (TestNode node = TestNode.start(dataDir)) {
      room = node.api().createRoom("{\"uniqueName\":\"kept\",\"maxParticipants\":7}");
      node.connect(room).close();
    }
    try (TestNode node = TestNode.start(dataDir)) {
      Answer again = node.api().post("/v1/rooms", "{\"uniqueName\":\"kept\"}");

      assertThat(again.status()).isEqualTo(200);
      assertThat(again.json().get("roomId").asText()).isEqualTo(room.roomId());
      assertThat(again.json().get("maxParticipants").asInt()).isEqualTo(7);
      assertThat(again.json().get("participantCount").asInt()).isZero();
      try (TestSignalingClient client = node.connect(room)) {
        assertThat(node.participants(room)).isEqualTo(1);
        assertThat(client.isClosed()).isFalse();
      }
    }
  }

  @Test
  void twoNodesInOneDataDirAreRefusedInWords() {
    String shared = dataDir.resolve("shared").toString();
    try (TestNode node = TestNode.start(dataDir.resolve("shared"));
        ProcessNode second =
            ProcessNode.start(dataDir, Map.of("OTTER_HTTP_PORT", "0", "OTTER_DATA_DIR", shared))) {
      assertThat(second.awaitExit()).isEqualTo(1);
      assertThat(second.err())
          .contains("is in use by another node; give each node a dataDir of its own");
      assertThat(node.api().get("/readyz").status()).isEqualTo(200);
    }
  }

  @Test
  void aClusterWithoutADatabaseSaysOnceWhatIsLost() {
    try (ProcessNode node =
        ProcessNode.startClustered(dataDir, FreePorts.next(), "127.0.0.1:" + FreePorts.next())) {
      node.awaitRunning();

      assertThat(node.err().split("are lost when the last of them stops")).hasSize(2);
      assertThat(dataDir.resolve("otter-data")).isDirectoryNotContaining("glob:**store*");
    }
  }

  @Test
  void aClusterThatWasStoppedAsAWholeKnowsItsRoomsFromPostgres(
      @TempDir Path first, @TempDir Path second) {
    try (PostgresServer database = PostgresServer.start()) {
      TestRoom room;
      int port = FreePorts.next();
      try (TestNode one = clustered(first, port, "", database);
          TestNode two = clustered(second, FreePorts.next(), "127.0.0.1:" + port, database)) {
        room = one.api().createRoom("{\"uniqueName\":\"of both\"}");
        assertThat(two.api().get("/v1/rooms/of%20both", "Authorization", BEARER).status())
            .isEqualTo(200);
      }
      try (TestNode two = clustered(second, port, "", database)) {
        Answer again = two.api().post("/v1/rooms", "{\"uniqueName\":\"of both\"}");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("roomId").asText()).isEqualTo(room.roomId());
        assertThat(two.api().get("/v1/rooms/of%20both?token=" + room.token()).status())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void aLinkOpensItsRoomAfterAClusterThatKeepsNothingWasStoppedAsAWhole() {
    TestRoom room;
    try (TestNode node = TestNode.startClustered(dataDir, FreePorts.next(), "")) {
      room = node.api().createRoom("{\"uniqueName\":\"of a token\",\"maxParticipants\":5}");
    }
    try (TestNode node = TestNode.startClustered(dataDir, FreePorts.next(), "")) {
      assertThat(node.api().get("/v1/rooms/of%20a%20token", "Authorization", BEARER).code())
          .isEqualTo("room-not-found");
      try (TestSignalingClient client = node.connect(room)) {
        assertThat(node.participants(room)).isEqualTo(1);
        assertThat(client.isClosed()).isFalse();
      }
      Answer byName = node.api().get("/v1/rooms/of%20a%20token", "Authorization", BEARER);
      assertThat(byName.json().get("roomId").asText()).isEqualTo(room.roomId());
      assertThat(byName.json().get("maxParticipants").asInt()).isEqualTo(5);
    }
  }

  @Test
  void whatARoomWasMadeWithAndThatItHasEndedIsKept() {
    TestRoom terms;
    TestRoom ended;
    String path;
    try (TestNode node = TestNode.start(dataDir)) {
      terms =
          node.api()
              .createRoom(
                  "{\"metadata\":{\"a\":\"✓\"},\"emptySeconds\":86400,\"maxSeconds\":172800}");
      ended = node.api().createRoom("{\"uniqueName\":\"ended\"}");
      path = "/v1/rooms/" + terms.roomId();
      node.api().send("DELETE", "/v1/rooms/ended", null, "Authorization", BEARER);
    }
    try (TestNode node = TestNode.start(dataDir)) {
      Answer kept = node.api().get(path, "Authorization", BEARER);
      assertThat(kept.json().at("/metadata/a").asText()).isEqualTo("✓");
      assertThat(kept.json().get("emptySeconds").asInt()).isEqualTo(86_400);
      assertThat(kept.json().get("maxSeconds").asInt()).isEqualTo(172_800);
      String closed = "/v1/rooms/" + ended.roomId() + "?token=" + ended.token();
      assertThat(node.api().get(closed).code()).isEqualTo("room-closed");
      assertThat(node.api().post("/v1/rooms", "{\"uniqueName\":\"ended\"}").status())
          .isEqualTo(201);
    }
  }

  private static TestNode clustered(
      Path dataDir, int port, String members, PostgresServer database) {
    return TestNode.startClusteredWith(dataDir, port, members, database.environment());
  }

  @Test
  void whileTheDatabaseIsAwayWritesAreRefusedReadsGoOnAndItComesBackByItself() {
    try (PostgresServer database = PostgresServer.start();
        TestNode node = TestNode.start(dataDir, database.environment())) {
      TestRoom room = node.api().createRoom("{\"uniqueName\":\"before\"}");
      List<String> known = new ArrayList<>(List.of(room.roomId()));

      assertThat(store(node).get("ready").asBoolean()).isTrue();
      database.stop();
      // Nobody is asked to write or to probe: the node finds out by itself, and serves on.
      Eventually.within(
          Duration.ofSeconds(WAIT_SECONDS),
          "the probe names the store",
          () -> !store(node).get("ready").asBoolean());
      assertThat(node.api().get("/readyz").status()).isEqualTo(200);
      assertThat(node.api().get("/healthz").status()).isEqualTo(200);
      List<Answer> away =
          IntStream.range(0, 50)
              .mapToObj(
                  i -> node.api().postAsync("/v1/rooms", "{\"uniqueName\":\"away" + i + "\"}"))
              .toList()
              .stream()
              .map(java.util.concurrent.CompletableFuture::join)
              .toList();

      assertThat(away).extracting(Answer::status).containsOnly(503);
      assertThat(away).extracting(Answer::code).containsOnly("store-unavailable");
      assertThat(node.api().get("/v1/rooms/before", "Authorization", BEARER).status())
          .isEqualTo(200);
      assertThat(node.api().post("/v1/rooms", "{\"uniqueName\":\"before\"}").status())
          .isEqualTo(200);
      try (TestSignalingClient client = node.connect(room)) {
        assertThat(node.participants(room)).isEqualTo(1);
        assertThat(client.isClosed()).isFalse();
      }

      database.resume();
      known.add(createdOnceItIsBack(node));
      // What was asked while it was away may still fail.
      Eventually.within(
          Duration.ofSeconds(WAIT_SECONDS),
          "the probe says that it is back",
          () -> store(node).get("ready").asBoolean());
      assertThat(known).doesNotHaveDuplicates();
    }
  }

  /** What {@code /readyz} says of the store. */
  private static JsonNode store(TestNode node) {
    JsonNode part = node.api().get("/readyz").json().get("parts").get(1);
    assertThat(part.get("part").asText()).isEqualTo("store");
    assertThat(Instant.parse(part.get("since").asText())).isBefore(Instant.now().plusSeconds(60));
    return part;
  }

  private static String createdOnceItIsBack(TestNode node) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (System.nanoTime() < end) {
      Answer answer = node.api().post("/v1/rooms", "{\"uniqueName\":\"back\"}");
      if (answer.status() != 503) {
        assertThat(answer.status()).isEqualTo(201);
        return answer.json().get("roomId").asText();
      }
    }
    throw new AssertionError("the database did not come back within " + WAIT_SECONDS + " s");
  }

  @Test
  void aDatabaseThatCannotBeReachedAtTheStartIsNamedWithoutItsPassword() {
    Map<String, String> environment = new HashMap<>();
    environment.put("OTTER_HTTP_PORT", "0");
    environment.put(
        "OTTER_STORE_URL", "jdbc:postgresql://127.0.0.1:" + FreePorts.next() + "/otter");
    environment.put("OTTER_STORE_USER", "otter");
    environment.put("OTTER_STORE_PASSWORD", "hunter2hunter2");
    try (ProcessNode node = ProcessNode.start(dataDir, environment)) {
      assertThat(node.awaitExit()).isEqualTo(1);
      assertThat(node.err())
          .contains("Otter could not start", "jdbc:postgresql://127.0.0.1", "see store.url")
          .doesNotContain("hunter2");
    }
  }
}
