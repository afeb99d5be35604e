package dev.otter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.otter.edge.ApiDocument;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds each answer that a test gets against the OpenAPI document: the path, the method, the status
 * and the body. What no path of the document has, nobody promised anything of.
 */
final class DocumentedAnswers {

  private static final JsonNode DOCUMENT = ApiDocument.read();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Map<String, Schema> SEEN = new ConcurrentHashMap<>();

  private DocumentedAnswers() {}

  /** Fails when the answer is not one that the document allows. */
  static void check(String method, URI uri, int status, String contentType, String body) {
    Optional<JsonNode> path = path(uri.getRawPath());
    if (path.isEmpty() || method.equals("OPTIONS")) {
      return;
    }
    String what = method + ' ' + uri.getRawPath() + " answered " + status;
    JsonNode operation = path.get().path(method.toLowerCase(Locale.ROOT));
    if (operation.isMissingNode()) {
      assertThat(status).as(what + ", a method that is not documented").isEqualTo(405);
      return;
    }
    JsonNode response = resolved(operation.path("responses").path(String.valueOf(status)));
    assertThat(response.isMissingNode()).as(what + ", a status that is not documented").isFalse();
    JsonNode schema = response.path("content").path("application/json").path("schema");
    if (schema.isMissingNode()) {
      assertThat(body).as(what + ", which has no body").isEmpty();
      return;
    }
    assertThat(contentType).as(what).startsWith("application/json");
    assertThat(schemaOf(schema).validate(tree(body))).as(what).isEmpty();
  }

  private static Optional<JsonNode> path(String path) {
    for (Map.Entry<String, JsonNode> each : DOCUMENT.get("paths").properties()) {
      if (path.matches(each.getKey().replaceAll("\\{\\w+}", "[^/]+"))) {
        return Optional.of(each.getValue());
      }
    }
    return Optional.empty();
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? DOCUMENT.at(node.get("$ref").asText().substring(1)) : node;
  }

  private static Schema schemaOf(JsonNode schema) {
    return SEEN.computeIfAbsent(
        schema.toString(),
        text -> {
          ObjectNode whole = schema.deepCopy();
          whole.set("components", DOCUMENT.get("components"));
          return SCHEMAS.getSchema(whole);
        });
  }

  private static JsonNode tree(String body) {
    try {
      return new ObjectMapper().readTree(body);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError("not JSON: " + body, e);
    }
  }
}
