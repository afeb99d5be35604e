package dev.otter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.config.ConfigurationLoader;
import dev.otter.config.LoadedConfiguration;
import dev.otter.contract.config.ClusterDiscovery;
import dev.otter.contract.config.OtterConfig;
import dev.otter.launcher.OtterNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pod of a node: its variables are options, and what the files say twice is the same. */
class NodePodTest {

  private static final Path DOCKERFILE = Path.of("..", "images", "otter", "Dockerfile");

  private static final String KUBERNETES_NAMESPACE = "OTTER_TURN_KUBERNETES_NAMESPACE";

  /** Between the last step of a stop and the kill. */
  private static final int RESERVE_SECONDS = 5;

  @ParameterizedTest
  @ValueSource(strings = {"dev", "gateway", "production"})
  void everyVariableIsAnOptionWithAPossibleValue(String overlay) throws IOException {
    LoadedConfiguration loaded = load(Manifests.of(overlay));

    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().cluster().enabled()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void thePortsAreThoseOfTheOptions(String overlay) throws IOException {
    Manifests manifests = Manifests.of(overlay);
    OtterConfig config = load(manifests).config();

    assertThat(manifests.port("http")).contains(config.http().port());
    assertThat(manifests.port("management")).hasValue(config.management().port().orElseThrow());
    assertThat(manifests.port("cluster")).contains(config.cluster().port());
    assertThat(manifests.port("event-bus")).contains(config.cluster().eventBusPort());
    assertThat(config.management().host()).isEqualTo("0.0.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void theNodesFindEachOtherByAServiceThatLeadsToAll(String overlay) throws IOException {
    Manifests manifests = Manifests.of(overlay);
    OtterConfig config = load(manifests).config();

    assertThat(config.cluster().discovery()).isEqualTo(ClusterDiscovery.KUBERNETES);
    JsonNode service = manifests.one("Service", config.cluster().kubernetesService());
    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
    assertThat(manifests.nodes().at("/spec/serviceName").asText())
        .isEqualTo(Manifests.name(service));
    // Nodes that start at once may not see each other in the name server's answers.
    assertThat(manifests.nodes().at("/spec/podManagementPolicy").asText())
        .isEqualTo("OrderedReady");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "gateway", "production"})
  void aStopHasTheTimeThatItTakes(String overlay) throws IOException {
    Manifests manifests = Manifests.of(overlay);
    long drain = load(manifests).config().drain().duration().toSeconds();
    int before = manifests.container().at("/lifecycle/preStop/sleep/seconds").asInt();

    assertThat(manifests.pod().get("terminationGracePeriodSeconds").asLong())
        .isGreaterThanOrEqualTo(before + drain + OtterNode.STOP_TIMEOUT_SECONDS + RESERVE_SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "gateway", "production"})
  void thePodMayDoNothingThatItNeedNot(String overlay) throws IOException {
    Manifests manifests = Manifests.of(overlay);
    JsonNode pod = manifests.pod().get("securityContext");
    JsonNode container = manifests.container().get("securityContext");

    assertThat(pod.get("runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(container.get("allowPrivilegeEscalation").asBoolean()).isFalse();
    assertThat(container.get("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
    assertThat(container.at("/capabilities/add").isMissingNode()).isTrue();
    assertThat(manifests.container().at("/resources/limits/memory").isTextual()).isTrue();
    assertThat(manifests.pod().get("enableServiceLinks").asBoolean()).isFalse();
    assertThat(Files.readString(DOCKERFILE))
        .contains("USER " + pod.get("runAsUser").asText() + ":" + pod.get("runAsGroup").asText());
  }

  /** So that their account can neither make pods nor read secrets among the nodes. */
  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void theRelaysHaveANamespaceAndTheRoleOfTheNodesIsThere(String overlay) throws IOException {
    Manifests manifests = Manifests.of(overlay);
    String relays = manifests.environment().get(KUBERNETES_NAMESPACE);
    String nodes = manifests.nodes().at("/metadata/namespace").asText();

    assertThat(relays).isNotEqualTo(nodes);
    assertThat(manifests.all("Role")).hasSize(1);
    assertThat(manifests.all("RoleBinding")).hasSize(1);
    for (JsonNode each :
        List.of(manifests.all("Role").get(0), manifests.all("RoleBinding").get(0))) {
      assertThat(each.at("/metadata/namespace").asText()).isEqualTo(relays);
    }
    JsonNode account = manifests.all("RoleBinding").get(0).at("/subjects/0");
    assertThat(account.get("namespace").asText()).isEqualTo(nodes);
    assertThat(manifests.all("ClusterRoleBinding").get(0).at("/subjects/0")).isEqualTo(account);
    assertThat(manifests.pod().get("serviceAccountName")).isEqualTo(account.get("name"));
    assertThat(security(manifests, nodes)).isEqualTo("restricted");
    assertThat(security(manifests, relays)).isEqualTo("privileged");
  }

  private static String security(Manifests manifests, String namespace) {
    return manifests
        .one("Namespace", namespace)
        .get("metadata")
        .get("labels")
        .get("pod-security.kubernetes.io/enforce")
        .asText();
  }

  /** The root is read-only, and the node writes where the image says. */
  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void whatTheNodeWritesIsAVolume(String overlay) throws IOException {
    Manifests manifests = Manifests.of(overlay);
    List<String> mounts =
        StreamSupport.stream(manifests.container().get("volumeMounts").spliterator(), false)
            .map(mount -> mount.get("mountPath").asText())
            .toList();

    assertThat(mounts)
        .containsExactlyInAnyOrder(load(manifests).config().dataDir().toString(), "/tmp");
    assertThat(manifests.nodes().at("/spec/volumeClaimTemplates/0/metadata/name").asText())
        .isEqualTo("data");
  }

  static LoadedConfiguration load(Manifests manifests) throws IOException {
    Map<String, String> environment = new HashMap<>(ofTheImage());
    environment.putAll(manifests.environment());
    assertThat(manifests.container().get("args").toString()).isEqualTo("[\"-cluster\"]");
    return ConfigurationLoader.load(Optional.empty(), environment, true);
  }

  private static Map<String, String> ofTheImage() throws IOException {
    Map<String, String> environment = new HashMap<>();
    Matcher variable = Pattern.compile("(OTTER_\\w+)=(\\S+)").matcher(Files.readString(DOCKERFILE));
    while (variable.find()) {
      environment.put(variable.group(1), variable.group(2));
    }
    assertThat(environment).isNotEmpty();
    return environment;
  }
}
