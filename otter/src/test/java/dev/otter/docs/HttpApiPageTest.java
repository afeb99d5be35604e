package dev.otter.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.docs.DocumentedCommand.Answer;
import dev.otter.docs.MarkdownPage.Block;
import dev.otter.testing.TestNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/http-api.md work in their order, and answer in the form it shows. */
class HttpApiPageTest {

  @TempDir private Path dataDir;
  @TempDir private Path home;

  @Test
  void everyCommandSucceedsAndAnswersInTheFormShown() {
    List<Block> blocks = MarkdownPage.of("docs/http-api.md").blocks();
    Map<String, String> variables = new HashMap<>(Map.of("OTTER_API_KEY", TestNode.API_KEY));
    int run = 0;

    try (TestNode node = startNodeWithTurnServers()) {
      for (int i = 0; i < blocks.size(); i++) {
        if (!blocks.get(i).language().equals("sh")) {
          continue;
        }
        String command = blocks.get(i).text();
        Answer answer = DocumentedCommand.run(command, node, home, variables);
        run++;

        assertThat(answer.status()).as(command).isIn(200, 201);
        if (i + 1 < blocks.size() && blocks.get(i + 1).language().equals("json")) {
          assertThat(DocumentedCommand.form(answer.json()))
              .as(command)
              .isEqualTo(DocumentedCommand.form(blocks.get(i + 1).text()));
        }
        if (answer.json().has("key")) {
          variables.put("OTTER_KEY_ID", answer.json().get("id").asText());
        }
        if (answer.json().has("secret")) {
          variables.put("OTTER_WEBHOOK_ID", answer.json().get("id").asText());
        }
        String url = answer.json().path("url").asText();
        if (!variables.containsKey("OTTER_TOKEN")) {
          variables.put("OTTER_TOKEN", url.substring(url.indexOf("token=") + "token=".length()));
        }
      }
    }

    assertThat(run).isGreaterThan(1);
  }

  private TestNode startNodeWithTurnServers() {
    return TestNode.start(
        dataDir,
        "OTTER_TURN_DRIVER",
        "static",
        "OTTER_TURN_URLS",
        "stun:turn.example.com:3478,turn:turn.example.com:3478",
        "OTTER_TURN_SECRET",
        "a-secret-of-this-test");
  }
}
