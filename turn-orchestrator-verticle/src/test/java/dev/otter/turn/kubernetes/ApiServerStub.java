package dev.otter.turn.kubernetes;

import dev.otter.turn.testing.TestCertificates;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Answers as a Kubernetes API server does, over real TLS: pods, secrets, watches and forwarded
 * ports of one namespace, for who has the token. What it has been asked is kept. What a pod does is
 * the affair of a {@link Kubelet}. All under one lock.
 */
public final class ApiServerStub {

  static final String NAMESPACE = "calls";

  /** What runs pods, and says how they are by {@link #status}. */
  public interface Kubelet {
    /** A pod and its secret are there. */
    void run(JsonObject pod, JsonObject secret);

    /** A pod was deleted. */
    void end(String pod);
  }

  /**
   * What was asked.
   *
   * @param method of HTTP
   * @param path without the query
   * @param query may be null
   * @param body empty where there was none
   */
  record Asked(String method, String path, String query, JsonObject body) {
    boolean isWatch() {
      return query != null && query.contains("watch=true");
    }
  }

  /** Answers instead of the stub; false to let it answer. */
  interface Fault {
    boolean answered(Asked asked, HttpServerResponse response);
  }

  final Map<String, JsonObject> pods = new TreeMap<>();
  final Map<String, JsonObject> secrets = new TreeMap<>();
  final Map<String, JsonObject> machines = new TreeMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private final List<JsonObject> events = new ArrayList<>();
  private final Map<HttpServerResponse, String> watches = new LinkedHashMap<>();
  private final Context context;
  private final PodPorts ports;
  private final Path account;
  private final HttpServer server;
  private Kubelet kubelet;
  private Fault fault = (request, response) -> false;
  private long version = 100;
  private long oldest;
  private String token = "token-1";

  /**
   * Begins to listen.
   *
   * @param directory for certificate and account; what another one has left there is taken
   */
  public ApiServerStub(Vertx vertx, Path directory) throws Exception {
    this.context = vertx.getOrCreateContext();
    this.ports = new PodPorts(vertx);
    this.account = Files.createDirectories(directory.resolve("account"));
    Path made = directory.resolve("certificate.pem");
    if (!Files.exists(made)) {
      TestCertificates.write(directory, "localhost");
      Files.copy(made, account.resolve("ca.crt"));
    }
    Files.writeString(account.resolve("namespace"), NAMESPACE);
    renewToken("token-1");
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .addWebSocketSubProtocol("v4.channel.k8s.io")
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertPath(made.toString())
                            .setKeyPath(directory.resolve("key.pem").toString())))
            .webSocketHandler(this::openPort)
            .requestHandler(this::request)
            .listen(0, "127.0.0.1")
            .await(20, TimeUnit.SECONDS);
  }

  /** What a pod has to reach it. */
  public KubernetesAccess access() {
    return KubernetesAccess.in(
        account,
        Map.of(
            "KUBERNETES_SERVICE_HOST",
            "localhost",
            "KUBERNETES_SERVICE_PORT",
            String.valueOf(server.actualPort())),
        Optional.empty());
  }

  /** Has pods run. */
  public synchronized void kubelet(Kubelet runs) {
    kubelet = runs;
  }

  /** From now on requests are handed to this first. */
  synchronized void fault(Fault with) {
    fault = with;
  }

  /** As Kubernetes does within an hour: the one before is no longer good. */
  synchronized void renewToken(String fresh) {
    token = fresh;
    try {
      Files.writeString(account.resolve("token"), fresh + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was asked until now, and is so. */
  synchronized List<Asked> asked(Predicate<Asked> which) {
    return asked.stream().filter(which).toList();
  }

  synchronized int openWatches() {
    return watches.size();
  }

  synchronized JsonObject pod(String name) {
    return pods.get(name);
  }

  /** The names of all pods. */
  public synchronized List<String> podNames() {
    return List.copyOf(pods.keySet());
  }

  synchronized List<String> secretNames() {
    return List.copyOf(secrets.keySet());
  }

  /** Puts a pod there as somebody else would. */
  synchronized void put(JsonObject pod) {
    pods.put(pod.getJsonObject("metadata").getString("name"), pod);
    event("ADDED", pod);
  }

  /** Says how a pod is: members of its status, and the machine that it is on. */
  synchronized void status(String name, String machine, JsonObject status) {
    JsonObject pod = pods.get(name);
    if (pod != null) {
      pod.getJsonObject("spec").put("nodeName", machine);
      pod.put("status", status);
      event("MODIFIED", pod);
    }
  }

  /** Removes a pod, and what belongs to it, as somebody else would. */
  synchronized void delete(String name) {
    JsonObject pod = pods.remove(name);
    secrets.remove(name);
    if (pod != null) {
      event("DELETED", pod);
      kubelet.end(name);
    }
  }

  /** Ends all open watches in order. */
  synchronized void endWatches() {
    List<HttpServerResponse> open = List.copyOf(watches.keySet());
    watches.clear();
    context.runOnContext(go -> open.forEach(HttpServerResponse::end));
  }

  /** Breaks the connections of all open watches. */
  synchronized void cutWatches() {
    List<HttpServerResponse> open = List.copyOf(watches.keySet());
    watches.clear();
    context.runOnContext(go -> open.forEach(HttpServerResponse::reset));
  }

  /** Forgets what happened until now: a watch from before is answered with 410. */
  synchronized void forget() {
    oldest = ++version;
  }

  /** Ends. */
  public void close() throws Exception {
    server.close().await(20, TimeUnit.SECONDS);
    ports.close();
  }

  private void request(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              synchronized (this) {
                JsonObject object = body.length() == 0 ? new JsonObject() : body.toJsonObject();
                Asked now =
                    new Asked(request.method().name(), request.path(), request.query(), object);
                asked.add(now);
                if (!("Bearer " + token).equals(request.getHeader("Authorization"))) {
                  refuse(request.response(), 401, "Unauthorized");
                } else if (!fault.answered(now, request.response())) {
                  answer(request, object.copy());
                }
              }
            });
  }

  private void answer(HttpServerRequest request, JsonObject body) {
    String path = request.path();
    String pods = "/api/v1/namespaces/" + NAMESPACE + "/pods";
    String secretsPath = "/api/v1/namespaces/" + NAMESPACE + "/secrets";
    HttpServerResponse response = request.response();
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (path.equals(pods) && request.method().equals(HttpMethod.POST)) {
      createPod(response, body);
    } else if (path.equals(pods) && "true".equals(request.getParam("watch"))) {
      watch(
          response,
          Long.parseLong(request.getParam("resourceVersion")),
          request.getParam("labelSelector"));
    } else if (path.equals(pods)) {
      list(response, request.getParam("labelSelector"));
    } else if (path.equals(pods + "/" + name) && request.method().equals(HttpMethod.DELETE)) {
      if (this.pods.containsKey(name)) {
        json(response, 200, this.pods.get(name));
        delete(name);
      } else {
        refuse(response, 404, "pods \"" + name + "\" not found");
      }
    } else if (path.endsWith("/log")) {
      response.end("some words\nLAST WORDS\n");
    } else if (path.equals(secretsPath) && request.method().equals(HttpMethod.POST)) {
      createSecret(response, body);
    } else if (path.startsWith(secretsPath) && secrets.containsKey(name)) {
      json(response, 200, secrets.get(name));
    } else if (path.startsWith("/api/v1/nodes/") && machines.containsKey(name)) {
      json(response, 200, machines.get(name));
    } else {
      refuse(response, 404, "not found");
    }
  }

  private void createPod(HttpServerResponse response, JsonObject body) {
    JsonObject metadata = body.getJsonObject("metadata");
    String name = metadata.getString("name");
    if (pods.containsKey(name)) {
      refuse(response, 409, "pods \"" + name + "\" already exists");
      return;
    }
    metadata.put("uid", UUID.randomUUID().toString()).put("namespace", NAMESPACE);
    body.put("status", new JsonObject().put("phase", "Pending"));
    pods.put(name, body);
    event("ADDED", body);
    json(response, 201, body);
    // As a scheduler and a kubelet: a machine at once, the rest when its secret is there.
    status(
        name,
        "machine-1",
        new JsonObject()
            .put("phase", "Pending")
            .put("podIP", "10.9.8.7")
            .put("hostIP", "10.9.8.7"));
  }

  private void createSecret(HttpServerResponse response, JsonObject body) {
    String name = body.getJsonObject("metadata").getString("name");
    secrets.put(name, body);
    json(response, 201, body);
    if (pods.containsKey(name)) {
      kubelet.run(pods.get(name), body);
    }
  }

  private void list(HttpServerResponse response, String selector) {
    JsonArray items = new JsonArray();
    pods.values().stream().filter(pod -> matches(pod, selector)).forEach(items::add);
    json(
        response,
        200,
        new JsonObject()
            .put("kind", "PodList")
            .put("metadata", new JsonObject().put("resourceVersion", "" + version))
            .put("items", items));
  }

  private static boolean matches(JsonObject pod, String selector) {
    String[] wanted = selector.split("=", 2);
    JsonObject labels = pod.getJsonObject("metadata").getJsonObject("labels");
    return wanted[1].equals(labels.getString(wanted[0]));
  }

  private void watch(HttpServerResponse response, long since, String selector) {
    response.setChunked(true);
    if (since < oldest) {
      JsonObject status = new JsonObject().put("kind", "Status").put("code", 410);
      response.end(new JsonObject().put("type", "ERROR").put("object", status).encode() + "\n");
      return;
    }
    watches.put(response, selector);
    response.closeHandler(
        closed -> {
          synchronized (this) {
            watches.remove(response);
          }
        });
    // What is empty is sent too, so that the client has the head of the answer.
    response.write("\n");
    events.stream()
        .filter(event -> matches(event.getJsonObject("object"), selector))
        .filter(event -> Long.parseLong(PodWatch.version(event.getJsonObject("object"))) > since)
        .forEach(event -> line(response, event));
  }

  private void event(String type, JsonObject pod) {
    pod.getJsonObject("metadata").put("resourceVersion", "" + ++version);
    JsonObject event = new JsonObject().put("type", type).put("object", pod.copy());
    events.add(event);
    List<HttpServerResponse> open =
        watches.entrySet().stream()
            .filter(each -> matches(pod, each.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    // Not under the lock: a response has one of its own.
    context.runOnContext(go -> open.forEach(watch -> line(watch, event)));
  }

  private static void line(HttpServerResponse response, JsonObject event) {
    if (!response.ended() && !response.closed()) {
      response.write(event.encode() + "\n");
    }
  }

  private static void json(HttpServerResponse response, int status, JsonObject body) {
    response.setStatusCode(status).putHeader("Content-Type", "application/json");
    response.end(body.encode());
  }

  /** A refusal as the API server words it. */
  static void refuse(HttpServerResponse response, int status, String message) {
    json(
        response,
        status,
        new JsonObject().put("kind", "Status").put("code", status).put("message", message));
  }

  private void openPort(ServerWebSocket socket) {
    String name = socket.path().split("/")[6];
    synchronized (this) {
      asked.add(new Asked("GET", socket.path(), socket.query(), new JsonObject()));
      if (!("Bearer " + token).equals(socket.headers().get("Authorization"))
          || !pods.containsKey(name)) {
        socket.close();
        return;
      }
    }
    ports.forward(socket, pod(name).getJsonObject("status").getString("podIP"));
  }
}
