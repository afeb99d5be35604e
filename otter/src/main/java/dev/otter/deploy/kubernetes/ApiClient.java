package dev.otter.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.otter.deploy.DeployException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * What {@code deploy} asks of an API server. Blocking. All methods throw a {@link DeployException}
 * when it does not answer, or refuses; no body of a request is in its text.
 */
final class ApiClient {

  /** Who owns the fields that were applied. */
  static final String MANAGER = "otter-deploy";

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String JSON = "application/json";

  /** Only who an object is: a secret's content stays where it is. */
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

  /** The same for many: an API server refuses the one where the other one fits. */
  private static final String METADATA_LIST =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

  private static final String DELETE_OPTIONS =
      "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"propagationPolicy\":\"Foreground\"}";

  private static final int CREATED = 201;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int OTHERS = 300;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ApiAccess access;
  private final HttpClient http;

  ApiClient(ApiAccess access) {
    this.access = access;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .sslContext(ApiTls.of(access))
            .build();
  }

  /** Whether it answers, and takes this user for somebody. */
  void ping() {
    json(send("GET", "/version", JSON, BodyPublishers.noBody(), JSON), Set.of());
  }

  /** An object; empty where there is none. */
  Optional<JsonNode> find(String path) {
    return found(send("GET", path, JSON, BodyPublishers.noBody(), JSON));
  }

  /** Who an object is, with labels and annotations; empty where there is none. */
  Optional<JsonNode> metadata(String path) {
    return found(send("GET", path, METADATA, BodyPublishers.noBody(), JSON))
        .map(object -> object.path("metadata"));
  }

  /**
   * Objects of a kind.
   *
   * @param path where all of them are
   * @param selector of labels, as {@code name=value}
   */
  List<JsonNode> list(String path, String selector) {
    List<JsonNode> items = new ArrayList<>();
    found(send("GET", path + query(selector), JSON, BodyPublishers.noBody(), JSON))
        .ifPresent(list -> list.path("items").forEach(items::add));
    return items;
  }

  /** Who the objects of a kind are. */
  List<JsonNode> listMetadata(String path, String selector) {
    List<JsonNode> items = new ArrayList<>();
    found(send("GET", path + query(selector), METADATA_LIST, BodyPublishers.noBody(), JSON))
        .ifPresent(list -> list.path("items").forEach(each -> items.add(each.path("metadata"))));
    return items;
  }

  /** Makes an object so, or makes it: server-side apply, also where somebody else had a field. */
  void apply(String path, JsonNode object) {
    json(
        send(
            "PATCH",
            path + "?fieldManager=" + MANAGER + "&force=true",
            JSON,
            BodyPublishers.ofString(object.toString()),
            "application/apply-patch+yaml"),
        Set.of());
  }

  /**
   * Makes an object that nobody has made yet.
   *
   * @param path where all of its kind are
   * @return false where there is one
   */
  boolean create(String path, JsonNode object) {
    HttpResponse<String> answer =
        send(
            "POST",
            path + "?fieldManager=" + MANAGER,
            JSON,
            BodyPublishers.ofString(object.toString()),
            JSON);
    json(answer, Set.of(CONFLICT));
    return answer.statusCode() == CREATED;
  }

  /** Deletes an object, and what belongs to it first; one that is not there is no failure. */
  void delete(String path) {
    json(
        send("DELETE", path, JSON, BodyPublishers.ofString(DELETE_OPTIONS), JSON),
        Set.of(NOT_FOUND));
  }

  /** Opens a WebSocket; throws as the others do. */
  WebSocket open(String path, String protocol, WebSocket.Listener listener) {
    URI https = URI.create(access.server() + path);
    WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(TIMEOUT);
    token().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
    try {
      return builder
          .subprotocols(protocol)
          .buildAsync(URI.create(https.toString().replaceFirst("^https", "wss")), listener)
          .join();
    } catch (CompletionException e) {
      throw DeployException.failed("a port of a node could not be forwarded: " + e.getCause());
    }
  }

  private Optional<JsonNode> found(HttpResponse<String> answer) {
    JsonNode body = json(answer, Set.of(NOT_FOUND));
    return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(body);
  }

  private HttpResponse<String> send(
      String method, String path, String accept, BodyPublisher body, String type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(access.server() + path))
            .timeout(TIMEOUT)
            .header("Accept", accept)
            .header("Content-Type", type)
            .method(method, body);
    token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw DeployException.unreachable(
          "the API server does not answer at "
              + access.server()
              + " ("
              + access.from()
              + "): "
              + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DeployException.failed("interrupted");
    }
  }

  private JsonNode json(HttpResponse<String> answer, Set<Integer> expected) {
    JsonNode body = body(answer.body());
    if (answer.statusCode() >= OTHERS && !expected.contains(answer.statusCode())) {
      String said = body.path("message").asText();
      throw DeployException.failed(
          "the API server refuses "
              + answer.request().method()
              + " "
              + answer.uri().getPath()
              + " to "
              + access.from()
              + ": "
              + answer.statusCode()
              + (said.isEmpty() ? "" : " " + said));
    }
    return body;
  }

  private static JsonNode body(String text) {
    try {
      JsonNode body = MAPPER.readTree(text);
      return body == null ? MissingNode.getInstance() : body;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static String query(String selector) {
    return "?labelSelector=" + selector.replace("=", "%3D").replace("/", "%2F");
  }

  private Optional<String> token() {
    if (access.tokenFile().isEmpty()) {
      return access.token();
    }
    try {
      return Optional.of(Files.readString(access.tokenFile().get()).strip());
    } catch (IOException e) {
      throw DeployException.wrongUse("cannot read " + access.tokenFile().get());
    }
  }
}
