package dev.otter.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The objects of a deployment: the overlay {@code deploy} of {@code k8s/}, which is in the jar,
 * with names, options and the image put in. Secrets are not among them.
 */
final class WantedObjects {

  /** The label of all objects of a deployment, whose value is its namespace. */
  static final String DEPLOYMENT = "otter.dev/deployment";

  /** Says as what an object was made. */
  static final String MADE_AS = "otter.dev/made-as";

  /** What the nodes, their service and their options are called. */
  static final String NAME = "otter";

  private static final String OVERLAY = "k8s/overlays/deploy/kustomization.yaml";
  private static final String OPTIONS_OF = "otter.dev/options";
  private static final String RELAYS = "otter-relays";
  private static final String MACHINES = "otter-machines";
  private static final String METADATA = "metadata";
  private static final String NAMESPACE = "namespace";
  private static final String DATA = "data";
  private static final YAMLMapper YAML =
      new YAMLMapper()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS);

  private final KubernetesSettings settings;

  WantedObjects(KubernetesSettings settings) {
    this.settings = settings;
  }

  /** All of them, in the order in which they are made. */
  List<ObjectNode> all() {
    List<ObjectNode> objects = rendered();
    objects.forEach(this::rename);
    objects.forEach(this::configure);
    String options = digest(options(objects));
    objects.forEach(each -> finish(each, options));
    return objects.stream().sorted(Comparator.comparing(ApiKind::of)).toList();
  }

  /** All of them as a file that people read. */
  static String text(List<ObjectNode> objects) {
    return objects.stream().map(WantedObjects::text).collect(Collectors.joining());
  }

  /** What tells an object from another one. */
  static String digest(JsonNode object) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(object.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The overlay as it is in the files; in a jar they are a file system of their own. */
  static List<ObjectNode> rendered() {
    try {
      URI at = WantedObjects.class.getResource(OVERLAY).toURI();
      if (!"jar".equals(at.getScheme())) {
        return Kustomization.render(Path.of(at).getParent());
      }
      try (FileSystem jar = FileSystems.newFileSystem(at, Map.of())) {
        return Kustomization.render(jar.provider().getPath(at).getParent());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a resource has a URL that is none", e);
    }
  }

  /** What is for the namespace, of all names that name it; names are unique in there otherwise. */
  private void rename(ObjectNode object) {
    ObjectNode metadata = (ObjectNode) object.get(METADATA);
    if (ApiKind.of(object) == ApiKind.NAMESPACE) {
      metadata.put("name", namespace(metadata.get("name").asText()));
    }
    if (metadata.has(NAMESPACE)) {
      metadata.put(NAMESPACE, namespace(metadata.get(NAMESPACE).asText()));
    }
    if (metadata.get("name").asText().equals(MACHINES)) {
      metadata.put("name", settings.namespace() + "-machines");
    }
    if (object.path("roleRef").path("name").asText().equals(MACHINES)) {
      ((ObjectNode) object.get("roleRef")).put("name", settings.namespace() + "-machines");
    }
    for (JsonNode subject : object.path("subjects")) {
      ((ObjectNode) subject).put(NAMESPACE, namespace(subject.path(NAMESPACE).asText()));
    }
  }

  private String namespace(String inFile) {
    return inFile.equals(RELAYS) ? settings.relaysNamespace() : settings.namespace();
  }

  private void configure(ObjectNode object) {
    if (isOptions(object)) {
      ObjectNode data = (ObjectNode) object.get(DATA);
      data.put("OTTER_TURN_KUBERNETES_NAMESPACE", settings.relaysNamespace());
      settings.options().forEach(data::put);
    }
    if (ApiKind.of(object) == ApiKind.STATEFUL_SET) {
      ((ObjectNode) object.get("spec")).put("replicas", settings.nodes());
      for (JsonNode container : object.at("/spec/template/spec/containers")) {
        ((ObjectNode) container).put("image", settings.image());
      }
    }
  }

  private void finish(ObjectNode object, String options) {
    if (ApiKind.of(object) == ApiKind.STATEFUL_SET) {
      // Pods read options when they start: others need other pods.
      ((ObjectNode) object.at("/spec/template/metadata"))
          .putObject("annotations")
          .put(OPTIONS_OF, options);
    }
    ObjectNode metadata = (ObjectNode) object.get(METADATA);
    metadata.withObject("/labels").put(DEPLOYMENT, settings.namespace());
    metadata.withObject("/annotations").put(MADE_AS, digest(object));
  }

  private static JsonNode options(List<ObjectNode> objects) {
    return objects.stream().filter(WantedObjects::isOptions).findFirst().orElseThrow().get(DATA);
  }

  private static boolean isOptions(ObjectNode object) {
    return ApiKind.of(object) == ApiKind.CONFIG_MAP;
  }

  private static String text(ObjectNode object) {
    try {
      return YAML.writeValueAsString(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
