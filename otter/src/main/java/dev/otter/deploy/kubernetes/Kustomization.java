package dev.otter.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Renders a directory of {@code k8s/} as Kustomize does, as far as these directories need it:
 * resources, patches that are merged or delete, and images. What else stands in a {@code
 * kustomization.yaml} is refused. Where there is a {@code kubectl}, a test compares the two.
 */
public final class Kustomization {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Set<String> KNOWN =
      Set.of("apiVersion", "kind", "resources", "patches", "images");
  private static final String NAME = "/metadata/name";
  private static final String NAMESPACE = "/metadata/namespace";

  private Kustomization() {}

  /**
   * The objects that a directory stands for. Blocking.
   *
   * @param directory with a {@code kustomization.yaml}; may be one in a jar
   */
  public static List<ObjectNode> render(Path directory) {
    JsonNode kustomization = documents(directory.resolve("kustomization.yaml")).get(0);
    kustomization
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!KNOWN.contains(name)) {
                throw new IllegalStateException(directory + ": " + name + " is not known here");
              }
            });
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode resource : kustomization.path("resources")) {
      Path path = directory.resolve(resource.asText()).normalize();
      objects.addAll(Files.isDirectory(path) ? render(path) : documents(path));
    }
    for (JsonNode patch : kustomization.path("patches")) {
      for (ObjectNode document : patches(directory, patch)) {
        ObjectNode target = one(objects, document);
        if (document.path("$patch").asText().equals("delete")) {
          objects.remove(target);
        } else {
          merge(target, document);
        }
      }
    }
    kustomization.path("images").forEach(image -> objects.forEach(each -> image(each, image)));
    return objects;
  }

  private static List<ObjectNode> patches(Path directory, JsonNode patch) {
    if (patch.has("path")) {
      return documents(directory.resolve(patch.get("path").asText()));
    }
    try {
      return List.of(YAML.readValue(patch.get("patch").asText(), ObjectNode.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documents of a file. */
  static List<ObjectNode> documents(Path file) {
    try (InputStream in = Files.newInputStream(file);
        MappingIterator<ObjectNode> documents = YAML.readerFor(ObjectNode.class).readValues(in)) {
      return documents.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode one(List<ObjectNode> objects, JsonNode patch) {
    List<ObjectNode> targets =
        objects.stream()
            .filter(each -> each.get("kind").equals(patch.get("kind")))
            .filter(each -> each.at(NAME).equals(patch.at(NAME)))
            .filter(each -> each.at(NAMESPACE).equals(patch.at(NAMESPACE)))
            .toList();
    if (targets.size() != 1) {
      throw new IllegalStateException("for one object, found " + targets.size() + ": " + patch);
    }
    return targets.get(0);
  }

  private static void merge(ObjectNode target, JsonNode patch) {
    patch
        .properties()
        .forEach(
            member -> {
              JsonNode now = target.get(member.getKey());
              JsonNode next = member.getValue();
              if (now instanceof ObjectNode object && next.isObject()) {
                merge(object, next);
              } else if (now instanceof ArrayNode list && hasNames(next)) {
                target.set(member.getKey(), merged(list, next));
              } else {
                target.set(member.getKey(), next);
              }
            });
  }

  private static boolean hasNames(JsonNode list) {
    return list.isArray() && !list.isEmpty() && list.get(0).has("name");
  }

  /** What is new comes first, as with Kustomize. */
  private static ArrayNode merged(ArrayNode target, JsonNode patch) {
    ArrayNode all = YAML.createArrayNode();
    for (JsonNode entry : patch) {
      ObjectNode same = named(target, entry.get("name"));
      if (same == null) {
        all.add(entry);
      } else {
        merge(same, entry);
      }
    }
    target.forEach(all::add);
    return all;
  }

  private static ObjectNode named(ArrayNode list, JsonNode name) {
    for (JsonNode entry : list) {
      if (name.equals(entry.get("name"))) {
        return (ObjectNode) entry;
      }
    }
    return null;
  }

  private static void image(ObjectNode object, JsonNode image) {
    for (JsonNode container : object.at("/spec/template/spec/containers")) {
      if (container.get("image").equals(image.get("name"))) {
        ((ObjectNode) container)
            .put("image", image.get("newName").asText() + ":" + image.get("newTag").asText());
      }
    }
  }
}
