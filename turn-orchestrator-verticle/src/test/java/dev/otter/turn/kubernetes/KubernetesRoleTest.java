package dev.otter.turn.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page for operators has the role that the calls need, and no more. */
class KubernetesRoleTest {

  @Test
  void thePageHasTheRole() throws IOException {
    Map<String, SortedSet<String>> verbs = new TreeMap<>();
    for (KubernetesCall call : KubernetesCall.values()) {
      verbs.computeIfAbsent(call.resource(), none -> new TreeSet<>()).add(call.verb());
    }
    String role =
        verbs.entrySet().stream()
            .map(
                each ->
                    "| `"
                        + each.getKey()
                        + "` | "
                        + each.getValue().stream()
                            .map(verb -> "`" + verb + "`")
                            .collect(Collectors.joining(", "))
                        + " |\n")
            .collect(Collectors.joining());

    assertThat(Files.readString(Path.of("..", "docs", "turn.md")))
        .contains("| resource | verbs |\n|---|---|\n" + role + "\n");
  }
}
