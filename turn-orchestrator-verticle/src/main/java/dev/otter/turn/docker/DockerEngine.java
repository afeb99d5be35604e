package dev.otter.turn.docker;

import dev.otter.contract.config.DockerConfig;
import dev.otter.contract.config.HostAndPort;
import dev.otter.turn.http.EventStream;
import dev.otter.turn.http.LastWords;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The calls of the Docker Engine API that relays need, over the daemon's unix socket, or TCP with
 * TLS. Each one ends within a bound; a refusal is a {@link DockerException}. Used on one context.
 */
final class DockerEngine {

  private static final int CONNECT_TIMEOUT_MS = 2_000;

  /** So long an answer may take. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final long PULL_TIMEOUT_SECONDS = 300;

  /** Starting and removing take longer than that where many ports are published. */
  private static final int SLOW = 4;

  private static final int NOT_FOUND = 404;
  private static final int OK = 200;
  private static final int BAD = 400;
  private static final int LONGEST_LINE = 1 << 20;
  private static final String JSON = "application/json";

  private final HttpClient http;
  private final SocketAddress daemon;
  private final String host;
  private final long patienceMs;

  /** Makes a client of a daemon, whose answers may take a while, such as {@link #PATIENCE}. */
  DockerEngine(Vertx vertx, DockerConfig config, Duration patience) {
    this.patienceMs = patience.toMillis();
    HttpClientOptions options = new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS);
    config.certificates().map(Path::of).ifPresent(directory -> tls(options, directory));
    this.http = vertx.createHttpClient(options);
    this.daemon =
        config
            .tcp()
            .map(at -> SocketAddress.inetSocketAddress(at.port(), at.host()))
            .orElseGet(() -> SocketAddress.domainSocketAddress(config.socket().orElseThrow()));
    this.host = config.tcp().map(HostAndPort::host).orElse("docker");
  }

  /** Each side shows a certificate to the other, in files as Docker's own command has them. */
  private static void tls(HttpClientOptions options, Path directory) {
    options
        .setSsl(true)
        .setVerifyHost(true)
        .setTrustOptions(new PemTrustOptions().addCertPath(directory.resolve("ca.pem").toString()))
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(directory.resolve("cert.pem").toString())
                .setKeyPath(directory.resolve("key.pem").toString()));
  }

  /** Whether the daemon answers. */
  Future<Void> ping() {
    return call(HttpMethod.GET, "/_ping", null, null).mapEmpty();
  }

  /** Whether the image is on this machine. */
  Future<Boolean> hasImage(String image) {
    return call(HttpMethod.GET, "/images/" + image + "/json", null, null)
        .map(true)
        .recover(failure -> isNotFound(failure) ? done(false) : Future.failedFuture(failure));
  }

  /** Gets the image from its registry. */
  Future<Void> pull(String image) {
    return send(HttpMethod.POST, "/images/create?fromImage=" + encoded(image), null, null)
        .compose(HttpClientResponse::body)
        .timeout(PULL_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .compose(DockerEngine::pulled);
  }

  /**
   * Makes a container.
   *
   * @param name its name
   * @param body as the API wants it
   */
  Future<Void> create(String name, JsonObject body) {
    return call(HttpMethod.POST, "/containers/create?name=" + name, JSON, body.toBuffer())
        .mapEmpty();
  }

  /** Unpacks a tar file in a volume of a container. */
  Future<Void> upload(String name, String directory, Buffer tar) {
    String path = "/containers/" + name + "/archive?path=" + encoded(directory);
    return call(HttpMethod.PUT, path, "application/x-tar", tar).mapEmpty();
  }

  /** Starts a container. */
  Future<Void> start(String name) {
    return slow(HttpMethod.POST, "/containers/" + name + "/start").mapEmpty();
  }

  /** Asks a container's process to end, and ends it after a while. */
  Future<Void> stop(String name, int graceSeconds) {
    return slow(HttpMethod.POST, "/containers/" + name + "/stop?t=" + graceSeconds).mapEmpty();
  }

  /** Sends a signal to a container's process. */
  Future<Void> signal(String name, String signal) {
    String path = "/containers/" + name + "/kill?signal=" + signal;
    return call(HttpMethod.POST, path, null, null).mapEmpty();
  }

  /** Ends a container and removes it and its volume; none is no failure. */
  Future<Void> remove(String name) {
    return slow(HttpMethod.DELETE, "/containers/" + name + "?force=true&v=true")
        .<Void>mapEmpty()
        .recover(failure -> isNotFound(failure) ? done(null) : Future.failedFuture(failure));
  }

  /** What Docker knows of a container. */
  Future<JsonObject> inspect(String name) {
    return call(HttpMethod.GET, "/containers/" + name + "/json", null, null)
        .map(DockerEngine::object);
  }

  /** All containers with a label, running or not. */
  Future<JsonArray> list(String label) {
    String filters = new JsonObject().put("label", new JsonArray().add(label)).encode();
    return call(HttpMethod.GET, "/containers/json?all=true&filters=" + encoded(filters), null, null)
        .map(body -> body.toJsonArray());
  }

  /** What Docker knows of a network. */
  Future<JsonObject> network(String name) {
    return call(HttpMethod.GET, "/networks/" + name, null, null).map(DockerEngine::object);
  }

  /** Makes a network. */
  Future<Void> createNetwork(JsonObject body) {
    return call(HttpMethod.POST, "/networks/create", JSON, body.toBuffer()).mapEmpty();
  }

  /** Removes a network; refused where somebody is in it. */
  Future<Void> removeNetwork(String name) {
    return call(HttpMethod.DELETE, "/networks/" + name, null, null).mapEmpty();
  }

  /** The last lines of a container's output, in one; empty when they cannot be had. */
  Future<String> lastWords(String name) {
    return call(
            HttpMethod.GET, "/containers/" + name + "/logs?stdout=1&stderr=1&tail=5", null, null)
        .map(LastWords::of)
        .otherwise("");
  }

  /**
   * Hears of the deaths of containers with a label.
   *
   * @param label which
   * @param onEvent an event as the API tells it
   * @return completes with the open stream, whose end is the daemon's or the connection's
   */
  Future<EventStream> events(String label, Consumer<JsonObject> onEvent) {
    JsonObject filters =
        new JsonObject()
            .put("label", new JsonArray().add(label))
            .put("type", new JsonArray().add("container"))
            .put("event", new JsonArray().add("die"));
    return send(HttpMethod.GET, "/events?filters=" + encoded(filters.encode()), null, null)
        .map(
            response ->
                EventStream.of(response, LONGEST_LINE, line -> onEvent.accept(object(line))));
  }

  /** Closes all connections. */
  Future<Void> close() {
    return http.close();
  }

  private Future<Buffer> call(HttpMethod method, String path, String type, Buffer body) {
    return send(method, path, type, body)
        .compose(HttpClientResponse::body)
        .timeout(patienceMs, TimeUnit.MILLISECONDS);
  }

  private Future<Buffer> slow(HttpMethod method, String path) {
    return send(method, path, null, null, SLOW * patienceMs)
        .compose(HttpClientResponse::body)
        .timeout(SLOW * patienceMs, TimeUnit.MILLISECONDS);
  }

  private Future<HttpClientResponse> send(
      HttpMethod method, String path, String type, Buffer body) {
    return send(method, path, type, body, patienceMs);
  }

  private Future<HttpClientResponse> send(
      HttpMethod method, String path, String type, Buffer body, long waitMs) {
    RequestOptions options =
        new RequestOptions()
            .setServer(daemon)
            .setHost(host)
            .setPort(80)
            .setMethod(method)
            .setURI(path);
    return http.request(options)
        .compose(request -> send(request, type, body))
        .timeout(waitMs, TimeUnit.MILLISECONDS)
        .compose(
            response ->
                response.statusCode() < BAD
                    ? Future.succeededFuture(response)
                    : response
                        .body()
                        .timeout(patienceMs, TimeUnit.MILLISECONDS)
                        .compose(said -> refused(response.statusCode(), said)));
  }

  private static Future<HttpClientResponse> send(
      HttpClientRequest request, String type, Buffer body) {
    if (body == null) {
      return request.send();
    }
    return request.putHeader("Content-Type", type).send(body);
  }

  private static Future<HttpClientResponse> refused(int status, Buffer said) {
    String message;
    try {
      message = object(said).getString("message", "");
    } catch (DockerException e) {
      message = "";
    }
    return Future.failedFuture(new DockerException(status, message));
  }

  /** Docker answers 200 and says in the last line of the body that it could not. */
  private static Future<Void> pulled(Buffer body) {
    for (String line : body.toString(StandardCharsets.UTF_8).split("\\r?\\n")) {
      if (line.contains("\"error\"")) {
        String error = object(Buffer.buffer(line)).getString("error", "");
        return Future.failedFuture(new DockerException(OK, error));
      }
    }
    return Future.succeededFuture();
  }

  private static JsonObject object(Buffer body) {
    try {
      return body.toJsonObject();
    } catch (DecodeException | ClassCastException e) {
      throw new DockerException(OK, "something that is not a JSON object");
    }
  }

  private static boolean isNotFound(Throwable failure) {
    return failure instanceof DockerException refused && refused.status() == NOT_FOUND;
  }

  private static <T> Future<T> done(T value) {
    return Future.succeededFuture(value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
