package dev.otter.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.otter.docs.DocumentedCommand.Answer;
import dev.otter.docs.MarkdownPage.Block;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.TestNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of the operating guide, run as an operator would, beside a node. */
class OperatingGuideIT {

  private static final String JAR = "java -jar otter/target/otter-fat.jar ";
  private static final String NOT_RUN = "*not run*";

  private final MarkdownPage guide = MarkdownPage.of("docs/operating.md");

  @TempDir Path directory;

  @Test
  void everyCommandOfTheGuideWorks() {
    List<Block> commands = guide.blocks("sh");
    assertThat(commands).hasSizeGreaterThan(4);
    try (TestNode node = TestNode.start(directory.resolve("data"))) {
      for (int i = 0; i < commands.size(); i++) {
        String command = commands.get(i).text();
        if (command.startsWith("curl ")) {
          Answer answer = DocumentedCommand.run(command, node, directory, Map.of());
          assertThat(answer.status()).as(command).isEqualTo(200);
        } else {
          assertThat(command).startsWith(JAR).doesNotContain("\n");
          run(command.substring(JAR.length()), node, directory.resolve("command" + i));
        }
      }
    }
  }

  private void run(String arguments, TestNode node, Path work) {
    List<String> words = new ArrayList<>(List.of(arguments.split(" ")));
    if (!words.get(0).equals("doctor") && !words.get(0).startsWith("-")) {
      words.addAll(List.of("--url", node.base().toString()));
    }
    Map<String, String> environment =
        Map.of(
            "OTTER_API_KEY", TestNode.API_KEY,
            "OTTER_HTTP_PORT", String.valueOf(node.base().getPort()),
            "OTTER_DATA_DIR", directory.resolve("data").toString());
    try (ProcessNode process = ProcessNode.start(work, environment, words.toArray(String[]::new))) {
      assertThat(process.awaitExit()).as(arguments + process.out() + process.err()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/operating.md", "docs/kubernetes.md"})
  void whatIsNotRunSaysSo(String page) {
    String[] parts = MarkdownPage.of(page).text().split("(?m)^ *```", -1);

    assertThat(parts.length).isGreaterThan(4);
    for (int i = 1; i < parts.length; i += 2) {
      if (!parts[i].startsWith("sh\n")) {
        String[] paragraphs = parts[i - 1].strip().split("\n\n");
        assertThat(paragraphs[paragraphs.length - 1]).as(parts[i]).contains(NOT_RUN);
      }
    }
  }

  /** {@code ManifestsTest} runs it. */
  @Test
  void theOnlyCommandOfThePageOnKubernetesThatIsRunRendersTheFiles() {
    assertThat(MarkdownPage.of("docs/kubernetes.md").blocks("sh"))
        .extracting(Block::text)
        .containsExactly("kubectl kustomize k8s/overlays/production");
  }

  @Test
  void theGuideSaysOfEachAlertWhatToDo() throws IOException {
    JsonNode rules =
        new YAMLMapper()
            .readTree(MarkdownPage.root().resolve("conf/prometheus-alerts.yaml").toFile());
    List<String> alerts = rules.findValuesAsText("alert");

    assertThat(alerts).isNotEmpty();
    assertThat(alerts).allSatisfy(each -> assertThat(guide.text()).contains("| `" + each + "` |"));
    assertThat(guide.text().split("\\| `Otter", -1)).hasSize(1 + alerts.size());
  }
}
