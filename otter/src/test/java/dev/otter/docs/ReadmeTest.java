package dev.otter.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.config.ConfigurationLoader;
import dev.otter.config.LoadedConfiguration;
import dev.otter.docs.DocumentedCommand.Answer;
import dev.otter.docs.MarkdownPage.Block;
import dev.otter.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells a newcomer to type works, and no page of the project leads nowhere. */
class ReadmeTest {

  private static final Pattern MAKE = Pattern.compile("(?m)(?:^|`)make ([a-z0-9-]+)");
  private static final Pattern TARGET = Pattern.compile("(?m)^([a-z0-9-]+):");
  private static final List<String> JAR = List.of("java", "-jar", "otter/target/otter-fat.jar");

  private final MarkdownPage readme = MarkdownPage.of("README.md");

  @Test
  void theCurlCommandMakesTheFirstRoom(@TempDir Path dataDir, @TempDir Path home) {
    String command = onlyBlock("sh", "curl ");

    try (TestNode node = TestNode.start(dataDir)) {
      Answer answer =
          DocumentedCommand.run(command, node, home, Map.of("OTTER_API_KEY", TestNode.API_KEY));

      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.json().path("url").asText())
          .startsWith(node.base() + "/otter-meet/standup?token=");
      assertThat(DocumentedCommand.form(answer.json()))
          .isEqualTo(DocumentedCommand.form(onlyBlock("json", "{")));
    }
  }

  @Test
  void everyCommandIsACurlOrAMakeTargetOrStartsANode() {
    for (Block block : readme.blocks("sh")) {
      String command = block.text();
      if (!command.startsWith("curl ") && !command.startsWith("make ")) {
        startsANode(command);
      }
    }
  }

  @Test
  void everyMakeTargetThatAPageNamesIsInTheMakefile() throws IOException {
    List<String> targets =
        groups(TARGET, Files.readString(MarkdownPage.root().resolve("Makefile")));

    assertThat(groups(MAKE, readme.text())).contains("run", "test", "build");
    for (MarkdownPage page : MarkdownPage.all()) {
      assertThat(targets).as(page.file().toString()).containsAll(groups(MAKE, page.text()));
    }
  }

  @Test
  void everyRelativeLinkLeadsToAFileAndAHeadingOfIt() {
    List<String> broken = new ArrayList<>();

    for (MarkdownPage page : MarkdownPage.all()) {
      for (String link : page.relativeLinks()) {
        if (!leadsSomewhere(page, link)) {
          broken.add(MarkdownPage.root().relativize(page.file()) + " -> " + link);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  /** Reads variables and options as the launcher does: they must be known, and possible. */
  private static void startsANode(String command) {
    List<String> words =
        new ArrayList<>(List.of(command.replace("\\\n", " ").strip().split("\\s+", -1)));
    Map<String, String> environment = new HashMap<>();
    while (words.get(0).contains("=")) {
      String[] setting = words.remove(0).split("=", 2);
      environment.put(setting[0], setting[1]);
    }
    List<String> options = words.subList(JAR.size(), words.size());
    LoadedConfiguration loaded =
        ConfigurationLoader.load(Optional.empty(), environment, options.contains("-cluster"));

    assertThat(words.subList(0, JAR.size())).as(command).isEqualTo(JAR);
    assertThat(options).isSubsetOf("-cluster", "--print-config");
    assertThat(loaded.warnings()).as(command).isEmpty();
  }

  private static boolean leadsSomewhere(MarkdownPage page, String link) {
    String[] parts = link.split("#", 2);
    Path file = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
    return Files.exists(file)
        && (parts.length == 1
            || MarkdownPage.of(MarkdownPage.root().relativize(file).toString())
                .anchors()
                .contains(parts[1]));
  }

  private String onlyBlock(String language, String start) {
    List<String> found =
        readme.blocks(language).stream()
            .map(Block::text)
            .filter(text -> text.startsWith(start))
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static List<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }
}
