package dev.otter.turn.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The page for operators and the manifests have the role that the calls need, and no more. That the
 * calls are those that are really made is looked at in {@link KubernetesRelayIT}.
 */
class KubernetesRoleTest {

  private static final Path MANIFEST = Path.of("..", "k8s", "base", "relays.yaml");
  private static final Pattern RULE =
      Pattern.compile("  - apiGroups: \\[\"\"]\n    resources: \\[(.*)]\n    verbs: \\[(.*)]\n");

  /** One set of verbs for each resource. */
  private static Map<String, SortedSet<String>> called() {
    Map<String, SortedSet<String>> verbs = new TreeMap<>();
    for (KubernetesCall call : KubernetesCall.values()) {
      verbs.computeIfAbsent(call.resource(), none -> new TreeSet<>()).add(call.verb());
    }
    return verbs;
  }

  @Test
  void theManifestsHaveTheRoleInOneNamespaceAndMachinesInAll() throws IOException {
    Map<String, SortedSet<String>> inNamespace = called();
    Map<String, SortedSet<String>> machines = new TreeMap<>();
    machines.put("nodes", inNamespace.remove("nodes"));

    String manifest = Files.readString(MANIFEST);

    assertThat(granted(manifest, "Role")).isEqualTo(inNamespace);
    assertThat(granted(manifest, "ClusterRole")).isEqualTo(machines);
    // No other form of a rule, which would not have been read.
    assertThat(manifest.split("apiGroups:", -1)).hasSize(1 + called().size());
    assertThat(manifest).doesNotContain("*");
  }

  private static Map<String, SortedSet<String>> granted(String manifest, String kind) {
    Map<String, SortedSet<String>> verbs = new TreeMap<>();
    for (String document : manifest.split("---\n")) {
      Matcher rule = RULE.matcher(document.contains("\nkind: " + kind + "\n") ? document : "");
      while (rule.find()) {
        for (String resource : names(rule.group(1))) {
          verbs.computeIfAbsent(resource, none -> new TreeSet<>()).addAll(names(rule.group(2)));
        }
      }
    }
    return verbs;
  }

  private static List<String> names(String list) {
    return List.of(list.replace("\"", "").split(", "));
  }

  @Test
  void thePageHasTheRole() throws IOException {
    String role =
        called().entrySet().stream()
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
