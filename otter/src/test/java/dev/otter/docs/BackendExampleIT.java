package dev.otter.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The README's backends in Node and Java, run as they stand but for the port. */
class BackendExampleIT {

  private static final int WAIT_SECONDS = 60;

  @ParameterizedTest
  @CsvSource({"js, first-room.mjs, node", "java, FirstRoom.java, java"})
  void aBackendMakesARoomAndItsLinkOpensIt(
      String language, String file, String program, @TempDir Path folder) throws Exception {
    List<MarkdownPage.Block> blocks = MarkdownPage.of("README.md").blocks(language);
    assertThat(blocks).hasSize(1);
    try (TestNode node = TestNode.start(folder.resolve("data"))) {
      Path source = folder.resolve(file);
      String text = blocks.get(0).text();
      assertThat(text).contains("http://localhost:8080");
      Files.writeString(source, text.replace("http://localhost:8080", node.base().toString()));

      String url = run(program, source);

      assertThat(url).startsWith(node.base() + "/otter-meet/standup?token=");
      Answer opened = node.api().get("/v1/rooms/standup" + url.substring(url.indexOf("?token=")));
      assertThat(opened.status()).isEqualTo(200);
    }
  }

  private static String run(String program, Path source) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(program, source.toString());
    builder.environment().put("OTTER_API_KEY", TestNode.API_KEY);
    Process process = builder.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed.strip();
  }
}
