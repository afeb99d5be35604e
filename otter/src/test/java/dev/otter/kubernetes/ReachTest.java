package dev.otter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who finds whom and who may reach whom: each selector has a pod, each port is open to its own. */
class ReachTest {

  private static final Path RELAY =
      Path.of("../turn-orchestrator-verticle/src/test/resources/kubernetes/pod.json");

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void everySelectorFindsAPod(String overlay) throws IOException {
    Manifests manifests = Manifests.of(overlay);
    JsonNode node = manifests.nodes().at("/spec/template/metadata/labels");
    JsonNode relay = new ObjectMapper().readTree(RELAY.toFile()).at("/metadata/labels");
    List<JsonNode> selectors = new ArrayList<>();
    manifests.all("Service").forEach(each -> selectors.add(each.at("/spec/selector")));
    manifests
        .all("NetworkPolicy")
        .forEach(each -> selectors.addAll(each.get("spec").findValues("podSelector")));
    for (JsonNode each : manifests.objects()) {
      selectors.addAll(each.findValues("labelSelector"));
    }
    manifests.all("PodDisruptionBudget").forEach(each -> selectors.add(each.at("/spec/selector")));
    selectors.add(manifests.nodes().at("/spec/selector"));

    assertThat(selectors).hasSizeGreaterThan(6);
    for (JsonNode selector : selectors) {
      JsonNode labels = selector.path("matchLabels");
      labels = labels.isMissingNode() ? selector : labels;
      assertThat(labels).isNotEmpty();
      assertThat(matches(labels, node) || matches(labels, relay)).as("%s", selector).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void everyServiceLeadsToAPortOfTheNodes(String overlay) {
    Manifests manifests = Manifests.of(overlay);

    for (JsonNode service : manifests.all("Service")) {
      for (JsonNode port : service.at("/spec/ports")) {
        assertThat(manifests.port(port.get("targetPort").asText())).as("%s", port).isPresent();
        if (service.at("/spec/clusterIP").asText().equals("None")) {
          // Nothing translates the port there.
          assertThat(manifests.port(port.get("targetPort").asText()))
              .contains(port.get("port").asInt());
        }
      }
    }
  }

  /** Only the public port has no word on who may come. */
  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void thePortsBehindThePublicOneAreClosedToOthers(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    Set<Integer> toNodes = new HashSet<>();
    Set<Integer> toPrometheus = new HashSet<>();
    Set<Integer> toAll = new HashSet<>();
    for (JsonNode policy : manifests.all("NetworkPolicy")) {
      if (!policy.at("/spec/podSelector/matchLabels").toString().contains("\"otter\"")) {
        continue;
      }
      assertThat(policy.at("/spec/policyTypes").toString()).contains("Ingress");
      for (JsonNode rule : policy.at("/spec/ingress")) {
        Set<Integer> to = toAll;
        if (rule.has("from")) {
          assertThat(rule.get("from")).hasSize(1);
          to = rule.at("/from/0").has("podSelector") ? toNodes : toPrometheus;
        }
        for (JsonNode port : rule.get("ports")) {
          to.add(port.get("port").asInt());
        }
      }
    }

    assertThat(toAll).containsExactly(manifests.port("http").orElseThrow());
    assertThat(toNodes)
        .containsExactlyInAnyOrder(
            manifests.port("cluster").orElseThrow(), manifests.port("event-bus").orElseThrow());
    assertThat(manifests.port("management"))
        .hasValueSatisfying(port -> assertThat(Set.of(port)).containsAll(toPrometheus));
  }

  @Test
  void theIngressLeadsToThePublicPortAndWaitsForWebSockets() throws IOException {
    Manifests manifests = Manifests.of("production");
    JsonNode ingress = manifests.one("Ingress", "otter");
    JsonNode backend = ingress.at("/spec/rules/0/http/paths/0/backend/service");

    JsonNode service = manifests.one("Service", backend.get("name").asText());
    assertThat(service.at("/spec/ports/0/name")).isEqualTo(backend.at("/port/name"));
    assertThat(service.at("/spec/ports/0/targetPort").asText()).isEqualTo("http");
    assertThat(manifests.environment().get("OTTER_PUBLIC_URL"))
        .isEqualTo("https://" + ingress.at("/spec/rules/0/host").asText());
    assertThat(ingress.at("/spec/tls/0/hosts/0")).isEqualTo(ingress.at("/spec/rules/0/host"));
    assertThat(ingress.at("/metadata/annotations").properties())
        .filteredOn(each -> each.getKey().contains("timeout"))
        .isNotEmpty();
  }

  @Test
  void prometheusFindsTheManagementPortUnderTheNameThatTheAlertsExpect() {
    Manifests manifests = Manifests.of("production");
    JsonNode monitor = manifests.one("ServiceMonitor", "otter").get("spec");
    JsonNode wanted = monitor.at("/selector/matchLabels");
    List<JsonNode> services = new ArrayList<>();
    for (JsonNode service : manifests.all("Service")) {
      if (matches(wanted, service.at("/metadata/labels"))) {
        services.add(service);
      }
    }

    assertThat(services).hasSize(1);
    JsonNode service = services.get(0);
    assertThat(monitor.at("/endpoints/0/port")).isEqualTo(service.at("/spec/ports/0/name"));
    assertThat(service.at("/metadata/labels").get(monitor.get("jobLabel").asText()).asText())
        .isEqualTo("otter");
  }

  @Test
  void whatGrowsIsTheStatefulSetOfTheNodes() {
    Manifests manifests = Manifests.of("production");
    JsonNode scaler = manifests.one("HorizontalPodAutoscaler", "otter").get("spec");
    JsonNode target = scaler.get("scaleTargetRef");

    JsonNode nodes = manifests.one(target.get("kind").asText(), target.get("name").asText());
    assertThat(nodes.get("apiVersion")).isEqualTo(target.get("apiVersion"));
    // Else each apply would set it back to what the file says.
    assertThat(nodes.at("/spec/replicas").isMissingNode()).isTrue();
    assertThat(scaler.get("minReplicas").asInt()).isGreaterThanOrEqualTo(3);
  }

  private static boolean matches(JsonNode wanted, JsonNode labels) {
    return wanted.properties().stream()
        .allMatch(each -> each.getValue().equals(labels.get(each.getKey())));
  }
}
