package dev.otter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otter.deploy.kubernetes.Kustomization;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an overlay of {@code k8s/} asks Kubernetes for.
 *
 * @param overlay its name
 * @param objects all of it
 */
record Manifests(String overlay, List<ObjectNode> objects) {

  /** The folder of all. */
  static final Path FOLDER = Path.of("..", "k8s");

  /** Renders an overlay. */
  static Manifests of(String overlay) {
    return new Manifests(overlay, Kustomization.render(directory(overlay)));
  }

  /** Where an overlay is. */
  static Path directory(String overlay) {
    return FOLDER.resolve("overlays").resolve(overlay);
  }

  /** All objects of a kind. */
  List<ObjectNode> all(String kind) {
    return objects.stream().filter(each -> each.get("kind").asText().equals(kind)).toList();
  }

  /** The object of a kind with a name. */
  ObjectNode one(String kind, String name) {
    return all(kind).stream()
        .filter(each -> name(each).equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(overlay + " has no " + kind + " " + name));
  }

  /** The nodes. */
  ObjectNode nodes() {
    return one("StatefulSet", "otter");
  }

  /** What a node's pod is made of. */
  JsonNode pod() {
    return nodes().at("/spec/template/spec");
  }

  /** The only container of a node's pod. */
  JsonNode container() {
    return pod().get("containers").get(0);
  }

  /** The port of the container with a name. */
  Optional<Integer> port(String name) {
    for (JsonNode port : container().get("ports")) {
      if (port.get("name").asText().equals(name)) {
        return Optional.of(port.get("containerPort").asInt());
      }
    }
    return Optional.empty();
  }

  /**
   * The variables of the container; those that come from a Secret or from the pod itself have a
   * value of this test.
   */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    for (JsonNode source : container().get("envFrom")) {
      one("ConfigMap", source.at("/configMapRef/name").asText())
          .get("data")
          .properties()
          .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    }
    for (JsonNode variable : container().get("env")) {
      boolean secret = variable.at("/valueFrom/secretKeyRef/key").isTextual();
      String ofThisTest = secret ? "long-enough-for-a-secret" : "10.1.2.3";
      environment.put(
          variable.get("name").asText(),
          variable.has("value") ? variable.get("value").asText() : ofThisTest);
    }
    return environment;
  }

  /** The name of an object. */
  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }
}
