package dev.otter.turn.kubernetes;

import dev.otter.turn.coturn.ConsoleLine;
import dev.otter.turn.http.EventStream;
import dev.otter.turn.http.LastWords;
import dev.otter.turn.http.Refusal;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The calls of the Kubernetes API that relays need, all of them in {@link KubernetesCall}. Each one
 * ends within a bound; a refusal is a {@link KubernetesException}. The token is read again for each
 * call, as Kubernetes renews it. Used on one context.
 */
final class KubernetesApi {

  private static final int CONNECT_TIMEOUT_MS = 3_000;

  /** So long an answer may take. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final int WATCH_SECONDS = 240;
  private static final int WATCH_BOUND_MS = 300_000;
  private static final int NOT_FOUND = 404;
  private static final int OK = 200;
  private static final int LONGEST_LINE = 1 << 22;

  private final Vertx vertx;
  private final KubernetesAccess access;
  private final long patienceMs;
  private final HttpClient http;
  private final WebSocketClient webSockets;

  /**
   * Makes a client of the API server, whose answers may take a while, such as {@link #PATIENCE}.
   */
  KubernetesApi(Vertx vertx, KubernetesAccess access, Duration patience) {
    this.patienceMs = patience.toMillis();
    this.vertx = vertx;
    this.access = access;
    PemTrustOptions trusted = new PemTrustOptions().addCertPath(access.certificates().toString());
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setSsl(true)
                .setTrustOptions(trusted));
    this.webSockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setSsl(true)
                .setTrustOptions(trusted));
  }

  /** All pods with a label, and the version of that list. */
  Future<JsonObject> listPods(String selector) {
    return call(KubernetesCall.LIST_PODS, HttpMethod.GET, pods("?" + labels(selector)), null);
  }

  /** Makes a pod; answers with it. */
  Future<JsonObject> createPod(JsonObject body) {
    return call(KubernetesCall.CREATE_POD, HttpMethod.POST, pods(""), body);
  }

  /** Ends a pod; one that is not there is no failure. */
  Future<Void> deletePod(String name, int graceSeconds) {
    JsonObject body =
        new JsonObject()
            .put("apiVersion", "v1")
            .put("kind", "DeleteOptions")
            .put("gracePeriodSeconds", graceSeconds)
            .put("propagationPolicy", "Background");
    return call(KubernetesCall.DELETE_POD, HttpMethod.DELETE, pods("/" + name), body)
        .<Void>mapEmpty()
        .recover(
            failure ->
                isNotFound(failure) ? Future.succeededFuture() : Future.failedFuture(failure));
  }

  /** Makes a secret. */
  Future<Void> createSecret(JsonObject body) {
    return call(KubernetesCall.CREATE_SECRET, HttpMethod.POST, namespaced("secrets"), body)
        .mapEmpty();
  }

  /** Reads a secret. */
  Future<JsonObject> secret(String name) {
    return call(
        KubernetesCall.READ_SECRET, HttpMethod.GET, namespaced("secrets") + "/" + name, null);
  }

  /** Reads what Kubernetes knows of one of its machines. */
  Future<JsonObject> node(String name) {
    return call(KubernetesCall.READ_NODE, HttpMethod.GET, "/api/v1/nodes/" + name, null);
  }

  /** The last lines of a pod's output, in one; empty when they cannot be had. */
  Future<String> lastWords(String pod) {
    return send(
            KubernetesCall.READ_LOG,
            HttpMethod.GET,
            pods("/" + pod + "/log?tailLines=5&limitBytes=4096"),
            null)
        .compose(HttpClientResponse::body)
        .timeout(patienceMs, TimeUnit.MILLISECONDS)
        .map(LastWords::of)
        .otherwise("");
  }

  /**
   * Hears of what happens to the pods with a label.
   *
   * @param selector which
   * @param version since when: what a list or the last event had
   * @param onEvent an event as the API tells it
   * @return completes with the open stream, whose end is the server's or the connection's
   */
  Future<EventStream> watchPods(String selector, String version, Consumer<JsonObject> onEvent) {
    String query =
        "?"
            + labels(selector)
            + "&watch=true&allowWatchBookmarks=true&timeoutSeconds="
            + WATCH_SECONDS
            + "&resourceVersion="
            + version;
    return send(KubernetesCall.WATCH_PODS, HttpMethod.GET, pods(query), null)
        .map(response -> watch(response, onEvent));
  }

  private EventStream watch(HttpClientResponse response, Consumer<JsonObject> onEvent) {
    EventStream stream =
        EventStream.of(
            response,
            LONGEST_LINE,
            line -> onEvent.accept(object(KubernetesCall.WATCH_PODS, line)));
    // The server ends it before; a connection that is dead does not.
    long bound = vertx.setTimer(WATCH_BOUND_MS, timer -> stream.close().run());
    return new EventStream(
        stream.end().onComplete(done -> vertx.cancelTimer(bound)), stream.close());
  }

  /** Opens a TCP connection to a port on a pod's own loopback address. */
  Future<ConsoleLine> openPort(String pod, int port) {
    return token()
        .compose(
            token ->
                webSockets.connect(
                    new WebSocketConnectOptions()
                        .setHost(access.host())
                        .setPort(access.port())
                        .setSsl(true)
                        .setURI(pods("/" + pod + "/portforward?ports=" + port))
                        .addSubProtocol(ForwardedPort.PROTOCOL)
                        .setHeaders(
                            MultiMap.caseInsensitiveMultiMap()
                                .add("Authorization", "Bearer " + token))))
        .timeout(patienceMs, TimeUnit.MILLISECONDS)
        .map(ForwardedPort::new);
  }

  /** Closes all connections. */
  Future<Void> close() {
    return Future.join(http.close(), webSockets.close()).mapEmpty();
  }

  private Future<JsonObject> call(
      KubernetesCall call, HttpMethod method, String path, JsonObject body) {
    return send(call, method, path, body)
        .compose(HttpClientResponse::body)
        .timeout(patienceMs, TimeUnit.MILLISECONDS)
        .map(answer -> object(call, answer));
  }

  private Future<HttpClientResponse> send(
      KubernetesCall call, HttpMethod method, String path, JsonObject body) {
    RequestOptions options =
        new RequestOptions()
            .setHost(access.host())
            .setPort(access.port())
            .setMethod(method)
            .setURI(path);
    return token()
        .compose(
            token ->
                http.request(options)
                    .compose(
                        request ->
                            send(request.putHeader("Authorization", "Bearer " + token), body)))
        .timeout(patienceMs, TimeUnit.MILLISECONDS)
        .compose(
            response ->
                Refusal.orAnswer(
                    response, patienceMs, (status, said) -> refused(call, status, said)));
  }

  private static Future<HttpClientResponse> send(HttpClientRequest request, JsonObject body) {
    request.putHeader("Accept", "application/json");
    if (body == null) {
      return request.send();
    }
    return request.putHeader("Content-Type", "application/json").send(body.toBuffer());
  }

  private Future<String> token() {
    return vertx
        .fileSystem()
        .readFile(access.token().toString())
        .map(bytes -> bytes.toString(StandardCharsets.UTF_8).strip());
  }

  private static KubernetesException refused(KubernetesCall call, int status, Buffer said) {
    String message;
    try {
      message = object(call, said).getString("message", "");
    } catch (KubernetesException | ClassCastException e) {
      message = "";
    }
    return new KubernetesException(status, call, message);
  }

  private static JsonObject object(KubernetesCall call, Buffer body) {
    try {
      return body.toJsonObject();
    } catch (DecodeException | ClassCastException e) {
      throw new KubernetesException(OK, call, "something that is not a JSON object");
    }
  }

  private static boolean isNotFound(Throwable failure) {
    return failure instanceof KubernetesException refused && refused.status() == NOT_FOUND;
  }

  private String pods(String rest) {
    return namespaced("pods") + rest;
  }

  private String namespaced(String resource) {
    return "/api/v1/namespaces/" + access.namespace() + "/" + resource;
  }

  private static String labels(String selector) {
    return "labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
  }
}
