package dev.otter.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of docs/room-tokens.md, run as they stand. */
class RoomTokenRecipeIT {

  private static final int WAIT_SECONDS = 60;

  @TempDir static Path dataDir;
  private static TestNode node;

  @BeforeAll
  static void startNode() {
    node = TestNode.start(dataDir);
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({"python, token.py, python3", "js, token.mjs, node", "java, RoomToken.java, java"})
  void theTokenOfTheExampleOpensItsRoomAndNoOther(
      String language, String file, String program, @TempDir Path folder) throws Exception {
    TestRoom room = node.api().createRoom();
    TestRoom other = node.api().createRoom();
    String made =
        node.api()
            .post("/v1/keys", "{\"name\":\"backend\",\"scopes\":[\"rooms:read\"]}")
            .json()
            .get("key")
            .asText();

    for (String key : List.of(TestNode.API_KEY, made)) {
      String token = run(language, folder.resolve(file), program, key, room);

      Answer opened = node.api().get("/v1/rooms/" + room.roomId() + "?token=" + token);
      assertThat(opened.status()).as(opened.text()).isEqualTo(200);
      assertThat(node.api().get("/v1/rooms/" + other.roomId() + "?token=" + token).code())
          .isEqualTo("token-invalid");
    }
  }

  private static String run(String language, Path file, String program, String key, TestRoom room)
      throws Exception {
    List<MarkdownPage.Block> blocks = MarkdownPage.of("docs/room-tokens.md").blocks(language);
    assertThat(blocks).hasSize(1);
    Files.writeString(file, blocks.get(0).text());
    ProcessBuilder builder = new ProcessBuilder(program, file.toString());
    builder.environment().put("OTTER_API_KEY", key);
    builder.environment().put("ROOM_ID", room.roomId());
    Process process = builder.redirectErrorStream(true).start();
    String printed = printedBy(process);
    assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed.strip();
  }

  private static String printedBy(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}
