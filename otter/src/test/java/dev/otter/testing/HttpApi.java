package dev.otter.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A plain HTTP client of one node's API, as a backend in Java would be. Each answer is held against
 * the OpenAPI document.
 */
public final class HttpApi {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final boolean documented;

  /** Makes a client of the node at {@code base}. */
  public HttpApi(URI base) {
    this(base, true);
  }

  private HttpApi(URI base, boolean documented) {
    this.base = base;
    this.documented = documented;
  }

  /** Makes a client of a port that has other calls than the API, such as the management port. */
  public static HttpApi ofAnotherPort(URI base) {
    return new HttpApi(base, false);
  }

  /** An answer: its status, its JSON body (missing node when there is none), its headers. */
  public record Answer(int status, JsonNode json, String text, HttpHeaders headers) {

    /** The stable code of a refusal. */
    public String code() {
      return json.path("code").asText();
    }
  }

  /** Makes a room for two. */
  public TestRoom createRoom() {
    return createRoom("{}");
  }

  /** Makes a room as {@code body} says. */
  public TestRoom createRoom(String body) {
    Answer answer = post("/v1/rooms", body);
    if (answer.status() != 201) {
      throw new AssertionError("no room was made: " + answer.status() + ' ' + answer.text());
    }
    String url = answer.json().get("url").asText();
    return new TestRoom(
        answer.json().get("roomId").asText(), url.substring(url.indexOf("token=") + 6));
  }

  /** The same room, by another join link. */
  public TestRoom freshLink(TestRoom room) {
    String path = "/v1/rooms/" + room.roomId();
    String url =
        get(path, "Authorization", "Bearer " + TestNode.API_KEY).json().get("url").asText();
    return new TestRoom(room.roomId(), url.substring(url.indexOf("token=") + 6));
  }

  /** GET without any key. */
  public Answer get(String pathAndQuery, String... headers) {
    return send(request(pathAndQuery, headers).GET().build());
  }

  /** POST with the API key. */
  public Answer post(String path, String body) {
    return post(path, body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** POST with the API key. */
  public Answer post(String path, byte[] body) {
    return send(
        request(path, "Authorization", "Bearer " + TestNode.API_KEY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  /** POST with the API key, without waiting for the answer. */
  public CompletableFuture<Answer> postAsync(String path, String body) {
    HttpRequest request =
        request(path, "Authorization", "Bearer " + TestNode.API_KEY)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(this::answer);
  }

  /** Any request; {@code body} may be null. */
  public Answer send(String method, String path, String body, String... headers) {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    return send(request(path, headers).method(method, publisher).build());
  }

  private HttpRequest.Builder request(String pathAndQuery, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + pathAndQuery)).timeout(TIMEOUT);
    return headers.length == 0 ? request : request.headers(headers);
  }

  private Answer send(HttpRequest request) {
    try {
      return answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Answer answer(HttpResponse<String> response) {
    if (documented) {
      DocumentedAnswers.check(
          response.request().method(),
          response.request().uri(),
          response.statusCode(),
          response.headers().firstValue("content-type").orElse(""),
          response.body());
    }
    boolean json =
        response.headers().firstValue("content-type").orElse("").startsWith("application/json");
    try {
      JsonNode body = json ? MAPPER.readTree(response.body()) : MAPPER.missingNode();
      return new Answer(response.statusCode(), body, response.body(), response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
