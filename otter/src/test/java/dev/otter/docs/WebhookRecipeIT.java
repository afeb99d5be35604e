package dev.otter.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.TestNode;
import dev.otter.testing.WebhookReceiver;
import dev.otter.testing.WebhookReceiver.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of docs/webhooks.md, run as they stand on a message that a node has sent. */
class WebhookRecipeIT {

  private static final int WAIT_SECONDS = 60;

  @TempDir static Path dataDir;
  private static String secret;
  private static Message message;

  @BeforeAll
  static void receiveOne() {
    try (WebhookReceiver receiver = new WebhookReceiver();
        TestNode node = TestNode.start(dataDir, "OTTER_WEBHOOKS_ALLOWED_TARGETS", "127.0.0.1")) {
      secret =
          node.api()
              .post("/v1/webhooks", "{\"url\":\"" + receiver.url("/") + "\"}")
              .json()
              .get("secret")
              .asText();
      node.api().createRoom("{\"uniqueName\":\"ä 🦦\"}");
      message = receiver.awaitTaken(1).get(0);
    }
  }

  @AfterAll
  static void forget() {
    message = null;
  }

  @ParameterizedTest
  @CsvSource({"python, verify.py, python3", "js, verify.mjs, node", "java, Verify.java, java"})
  void theExampleTakesWhatWasSentAndNothingElse(
      String language, String file, String program, @TempDir Path folder) throws Exception {
    List<MarkdownPage.Block> blocks = MarkdownPage.of("docs/webhooks.md").blocks(language);
    assertThat(blocks).hasSize(1);
    Path example = Files.writeString(folder.resolve(file), blocks.get(0).text());
    String signatures = "v1,bm90IHRoaXMgb25l " + message.signature();

    assertThat(run(program, example, message.timestamp(), signatures, message.body())).isZero();
    assertThat(run(program, example, message.timestamp(), signatures, message.body() + " "))
        .as("another body")
        .isEqualTo(1);
    assertThat(run(program, example, "1000000000", signatures, message.body()))
        .as("another time")
        .isEqualTo(1);
    assertThat(run(program, example, message.timestamp(), "v1,AAAA", message.body()))
        .as("another signature")
        .isEqualTo(1);
  }

  private static int run(
      String program, Path example, String timestamp, String signature, String body)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(program, example.toString())
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("WEBHOOK_SECRET", secret);
    builder.environment().put("WEBHOOK_ID", message.id());
    builder.environment().put("WEBHOOK_TIMESTAMP", timestamp);
    builder.environment().put("WEBHOOK_SIGNATURE", signature);
    Process process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(body.getBytes(UTF_8));
    }
    assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
