package dev.otter.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/threats.md names each threat of the plan, and a test that exists for each. */
class ThreatsPageTest {

  private static final String[] LISTED = {
    "T1", "T2", "T3", "T15", "T16", "T17", "T19", "T20", "T21", "T22", "T23", "T24", "T25", "T26",
    "T27", "T28", "T36", "T37", "T38", "T41", "T43", "F9", "F10", "F18", "F25"
  };
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([TF]\\d+) \\|.*\\| ([^|]+) \\|$");
  private static final Pattern CLASS = Pattern.compile("`([\\w.]+(?:Test|IT))`");
  private static final String HERE = "dev.otter.threats.";

  @Test
  void everyThreatOfThePlanHasARowInOrder() throws IOException {
    assertThat(rows()).extracting(row -> row.group(1)).containsExactly(LISTED);
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    for (MatchResult row : rows()) {
      assertThat(classes(row)).as(row.group(1)).isNotEmpty();
      for (String name : classes(row)) {
        String file = "src/test/java/" + name.replace('.', '/') + ".java";
        assertThat(modules().map(module -> module.resolve(file))).as(name).anyMatch(Files::exists);
      }
    }
  }

  @Test
  void everyTestOfThePackageIsNamed() throws IOException {
    List<String> named = new ArrayList<>();
    rows().forEach(row -> named.addAll(classes(row)));
    try (Stream<Path> files = Files.list(root().resolve("otter/src/test/java/dev/otter/threats"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString().replace(".java", ""))
                  .filter(name -> name.endsWith("IT"))
                  .map(HERE::concat))
          .isNotEmpty()
          .isSubsetOf(named);
    }
  }

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(root().resolve("docs/threats.md"))).results().toList();
  }

  private static List<String> classes(MatchResult row) {
    return CLASS
        .matcher(row.group(2))
        .results()
        .map(each -> each.group(1))
        .map(name -> name.contains(".") ? name : HERE + name)
        .toList();
  }

  private static Stream<Path> modules() {
    return Stream.of("otter", "auth-verticle", "signaling-verticle", "rooms-verticle", "contract")
        .map(root()::resolve);
  }

  private static Path root() {
    // Maven runs tests in the module, an IDE often in the project.
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("conf/otter.yaml"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
