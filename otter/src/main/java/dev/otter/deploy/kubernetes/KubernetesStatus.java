package dev.otter.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.otter.deploy.PartStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How the pods of a deployment are, as Kubernetes says. Blocking. */
final class KubernetesStatus {

  /** The label of the nodes' pods, and of what they keep. */
  static final String NODES = "app.kubernetes.io/name=otter";

  /** The label of the relays' pods. */
  static final String RELAYS = "app.kubernetes.io/name=otter-relay";

  private final ApiClient api;
  private final String namespace;

  KubernetesStatus(ApiClient api, String namespace) {
    this.api = api;
    this.namespace = namespace;
  }

  /** Each node that should be there, and each relay that is; empty where nothing is deployed. */
  List<PartStatus> parts() {
    api.ping();
    String label = WantedObjects.DEPLOYMENT + "=" + namespace;
    if (api.listMetadata(ApiKind.NAMESPACE.path(""), label).isEmpty()) {
      return List.of();
    }
    int wanted =
        api.find(ApiKind.STATEFUL_SET.path(namespace, WantedObjects.NAME))
            .map(set -> set.at("/spec/replicas").asInt())
            .orElse(0);
    Map<String, JsonNode> pods = new TreeMap<>();
    for (int i = 0; i < wanted; i++) {
      pods.put(WantedObjects.NAME + "-" + i, MissingNode.getInstance());
    }
    pods(namespace, NODES, pods);
    pods(namespace + "-relays", RELAYS, pods);
    List<PartStatus> parts = new ArrayList<>();
    pods.forEach((name, pod) -> parts.add(part(name, pod)));
    if (wanted == 0) {
      parts.add(new PartStatus("nodes", false, "missing", "", "", ""));
    }
    return parts;
  }

  private void pods(String of, String label, Map<String, JsonNode> pods) {
    api.list(ApiKind.POD.path(of), label)
        .forEach(pod -> pods.put(pod.at("/metadata/name").asText(), pod));
  }

  private static PartStatus part(String name, JsonNode pod) {
    if (pod.isMissingNode()) {
      return new PartStatus(name, false, "missing", "", "", "");
    }
    JsonNode status = pod.path("status");
    JsonNode ready = MissingNode.getInstance();
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        ready = condition;
      }
    }
    boolean isReady = ready.path("status").asText().equals("True");
    return new PartStatus(
        name,
        isReady,
        isReady ? "ready" : state(pod),
        ready.path("lastTransitionTime").asText(status.path("startTime").asText()),
        status.path("podIP").asText(),
        pod.at("/spec/containers/0/image").asText());
  }

  private static String state(JsonNode pod) {
    if (pod.at("/metadata").has("deletionTimestamp")) {
      return "ends";
    }
    String waiting = pod.at("/status/containerStatuses/0/state/waiting/reason").asText();
    String phase = pod.at("/status/phase").asText("unknown");
    return waiting.isEmpty() ? phase + ", not ready" : waiting;
  }
}
