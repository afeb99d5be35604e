package dev.otter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files of {@code k8s/} as a whole. What they come to is left in {@code target/kubernetes},
 * where {@code make test-k8s} holds it against the schemas of Kubernetes.
 */
class ManifestsTest {

  private static final YAMLMapper YAML =
      new YAMLMapper()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS);

  /** The kinds of the Prometheus operator have no schema of Kubernetes. */
  private static final String OPERATOR = "monitoring.coreos.com/";

  private static final Path ALERTS = Manifests.directory("production").resolve("alerts.yaml");
  private static final Path RULES = Path.of("..", "conf", "prometheus-alerts.yaml");
  private static final String ALERTS_HEAD =
      """
      # Made from conf/prometheus-alerts.yaml, do not edit; made anew by
      #   mvn -pl otter -am test -Dtest=ManifestsTest
      #     -Dsurefire.failIfNoSpecifiedTests=false -Dotter.rewrite=true
      """;

  @ParameterizedTest
  @ValueSource(strings = {"deploy", "dev", "gateway", "production"})
  void theFilesRenderAndNameEachObjectOnce(String overlay) throws IOException {
    List<ObjectNode> objects = Manifests.of(overlay).objects();

    assertThat(objects).extracting(ManifestsTest::key).doesNotHaveDuplicates();
    Path rendered = Files.createDirectories(Path.of("target", "kubernetes"));
    Files.writeString(
        rendered.resolve(overlay + ".yaml"),
        objects.stream()
            .filter(each -> !each.get("apiVersion").asText().startsWith(OPERATOR))
            .map(ManifestsTest::text)
            .collect(Collectors.joining()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy", "dev", "gateway", "production"})
  void kubectlMakesTheSameOfThem(String overlay) throws Exception {
    Assumptions.assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl"))),
        "there is no kubectl here to compare with");
    Process kubectl =
        new ProcessBuilder("kubectl", "kustomize", Manifests.directory(overlay).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<ObjectNode> theirs =
        YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(kubectl.getInputStream()).readAll();

    assertThat(kubectl.waitFor()).isZero();
    assertThat(byKey(Manifests.of(overlay).objects())).isEqualTo(byKey(theirs));
  }

  /** Secrets are made outside and referred to. */
  @ParameterizedTest
  @ValueSource(strings = {"deploy", "dev", "gateway", "production"})
  void noSecretIsInTheFiles(String overlay) {
    Manifests manifests = Manifests.of(overlay);

    assertThat(manifests.all("Secret")).isEmpty();
    assertThat(manifests.one("ConfigMap", "otter").toString())
        .doesNotContain("_SECRET", "API_KEY", "PASSWORD");
  }

  @Test
  void theAlertsAreThoseOfTheConfiguration() throws IOException {
    JsonNode rules = YAML.readTree(RULES.toFile());
    ObjectNode object = YAML.createObjectNode();
    object.put("apiVersion", "monitoring.coreos.com/v1").put("kind", "PrometheusRule");
    object.putObject("metadata").put("name", "otter").put("namespace", "otter");
    object.set("spec", rules);
    String expected = ALERTS_HEAD + text(object).replaceFirst("---\n", "");

    if (Boolean.getBoolean("otter.rewrite")) {
      Files.writeString(ALERTS, expected);
      return;
    }

    assertThat(ALERTS).as(ALERTS_HEAD).hasContent(expected);
  }

  private static String key(JsonNode object) {
    String namespace = object.at("/metadata/namespace").asText();
    return object.get("kind").asText() + " " + namespace + "/" + Manifests.name(object);
  }

  private static Object byKey(List<ObjectNode> objects) {
    return objects.stream().collect(Collectors.toMap(ManifestsTest::key, Function.identity()));
  }

  private static String text(JsonNode object) {
    try {
      return YAML.writeValueAsString(object);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
