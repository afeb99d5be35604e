package dev.otter.turn.kubernetes;

import dev.otter.turn.testing.TestCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;

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
  public record Asked(String method, String path, String query, JsonObject body) {
    /** Whether it goes on until somebody ends it. */
    public boolean isWatch() {
      return query != null && query.contains("watch=true");
    }
  }

  /** Answers instead of the stub; false to let it answer. */
  public interface Fault {
    /** Whether it has. */
    boolean answered(Asked asked, HttpServerResponse response);
  }

  final Map<String, JsonObject> pods = new TreeMap<>();
  final Map<String, JsonObject> secrets = new TreeMap<>();
  final Map<String, JsonObject> machines = new TreeMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private final PodWatches watches;
  private final StubObjects objects = new StubObjects();
  private final PodPorts ports;
  private final Path account;
  private final HttpServer server;
  private Kubelet kubelet;
  private Fault fault = (request, response) -> false;
  private String token = "token-1";

  /**
   * Begins to listen.
   *
   * @param directory for certificate and account; what another one has left there is taken
   */
  public ApiServerStub(Vertx vertx, Path directory) throws Exception {
    this.watches = new PodWatches(vertx.getOrCreateContext(), this);
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
                    .setClientAuth(ClientAuth.REQUEST)
                    .setTrustOptions(new PemTrustOptions().addCertPath(made.toString()))
                    .addWebSocketSubProtocol("v4.channel.k8s.io")
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertPath(made.toString())
                            .setKeyPath(directory.resolve("key.pem").toString())))
            .webSocketHandler(this::openPort)
            .requestHandler(this::request)
            .listen(0, "127.0.0.1")
            .await(60, TimeUnit.SECONDS);
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

  /** Where it listens. */
  public String url() {
    return "https://localhost:" + server.actualPort();
  }

  /** The certificate that its own is signed by, which is also one of a user. */
  public Path certificate() {
    return account.resolve("ca.crt");
  }

  /** The key of that user's certificate. */
  public Path key() {
    return account.resolveSibling("key.pem");
  }

  /** What there is besides the pods and secrets of the namespace {@link #NAMESPACE}. */
  public StubObjects objects() {
    return objects;
  }

  /** Has connections to a port of any pod of these objects go to a port of this machine. */
  public void forward(int port, int here) {
    ports.lead(port, here);
  }

  /** Has pods run. */
  public synchronized void kubelet(Kubelet runs) {
    kubelet = runs;
  }

  /** From now on requests are handed to this first. */
  public synchronized void fault(Fault with) {
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
  public synchronized List<Asked> asked(Predicate<Asked> which) {
    return asked.stream().filter(which).toList();
  }

  synchronized int openWatches() {
    return watches.open();
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
    watches.event("ADDED", pod);
  }

  /** Says how a pod is: members of its status, and the machine that it is on. */
  synchronized void status(String name, String machine, JsonObject status) {
    JsonObject pod = pods.get(name);
    if (pod != null) {
      pod.getJsonObject("spec").put("nodeName", machine);
      pod.put("status", status);
      watches.event("MODIFIED", pod);
    }
  }

  /** Removes a pod, and what belongs to it, as somebody else would. */
  synchronized void delete(String name) {
    JsonObject pod = pods.remove(name);
    secrets.remove(name);
    if (pod != null) {
      watches.event("DELETED", pod);
      kubelet.end(name);
    }
  }

  /** Ends all open watches in order. */
  synchronized void endWatches() {
    watches.end(true);
  }

  /** Breaks the connections of all open watches. */
  synchronized void cutWatches() {
    watches.end(false);
  }

  /** Forgets what happened until now: a watch from before is answered with 410. */
  synchronized void forget() {
    watches.forget();
  }

  /** Ends. */
  public void close() throws Exception {
    server.close().await(60, TimeUnit.SECONDS);
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
                if (!isKnown(request)) {
                  refuse(request.response(), 401, "Unauthorized");
                } else if (!fault.answered(now, request.response())) {
                  answer(request, object.copy());
                }
              }
            });
  }

  private boolean isKnown(HttpServerRequest request) {
    try {
      request.connection().sslSession().getPeerCertificates();
      return true;
    } catch (SSLPeerUnverifiedException e) {
      return ("Bearer " + token).equals(request.getHeader("Authorization"));
    }
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
      watches.watch(
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
    } else if (path.equals("/version")) {
      json(response, 200, new JsonObject().put("gitVersion", "v1.34.0"));
    } else if (!objects.answered(request, body)) {
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
    watches.event("ADDED", body);
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
    pods.values().stream().filter(pod -> PodWatches.matches(pod, selector)).forEach(items::add);
    json(
        response,
        200,
        new JsonObject()
            .put("kind", "PodList")
            .put("metadata", new JsonObject().put("resourceVersion", "" + watches.version()))
            .put("items", items));
  }

  static void json(HttpServerResponse response, int status, JsonObject body) {
    response.setStatusCode(status).putHeader("Content-Type", "application/json");
    response.end(body.encode());
  }

  /** A refusal as the API server words it. */
  public static void refuse(HttpServerResponse response, int status, String message) {
    json(
        response,
        status,
        new JsonObject().put("kind", "Status").put("code", status).put("message", message));
  }

  private synchronized String ipOf(String path, String name) {
    JsonObject there = objects.at(path.replace("/portforward", ""));
    JsonObject pod = there == null ? pods.get(name) : there;
    return pod == null ? null : pod.getJsonObject("status").getString("podIP");
  }

  private void openPort(ServerWebSocket socket) {
    String name = socket.path().split("/")[6];
    synchronized (this) {
      asked.add(new Asked("GET", socket.path(), socket.query(), new JsonObject()));
      if (!("Bearer " + token).equals(socket.headers().get("Authorization"))
          || ipOf(socket.path(), name) == null) {
        socket.close();
        return;
      }
    }
    ports.forward(socket, ipOf(socket.path(), name));
  }
}
