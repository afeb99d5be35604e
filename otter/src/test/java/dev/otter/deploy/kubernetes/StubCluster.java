package dev.otter.deploy.kubernetes;

import dev.otter.deploy.DeployCommand;
import dev.otter.deploy.DestroyCommand;
import dev.otter.deploy.StatusCommand;
import dev.otter.testing.TestNode;
import dev.otter.turn.kubernetes.ApiServerStub;
import dev.otter.turn.kubernetes.StubObjects;
import dev.otter.turn.testing.FreePorts;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * A stub of an API server, with what a cluster does when nodes are asked for: pods, claims, a pod
 * of a relay, and one real node of Otter, to which all forwarded ports lead.
 */
final class StubCluster {

  private static final int HTTP_PORT = 8080;

  final ApiServerStub server;
  final StubObjects objects;
  private final Path directory;
  private final int nodePort = FreePorts.next();
  private final Path kubeconfig;
  private volatile Optional<TestNode> node = Optional.empty();

  /** What a command printed, and ended with. */
  record Said(int code, String out, String err) {}

  StubCluster(Vertx vertx, Path directory) throws Exception {
    this.directory = directory;
    this.server = new ApiServerStub(vertx, directory);
    this.objects = server.objects();
    this.kubeconfig = directory.resolve("kubeconfig");
    objects.listen(this::applied, this::deleted);
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: here
        clusters:
          - {name: stub, cluster: {server: "%s", certificate-authority: "%s"}}
        users:
          - {name: me, user: {token: token-1}}
          - {name: by-key, user: {client-certificate: "%s", client-key: "%s"}}
          - {name: nobody, user: {token: wrong}}
        contexts:
          - {name: here, context: {cluster: stub, user: me}}
          - {name: by-key, context: {cluster: stub, user: by-key}}
          - {name: nobody, context: {cluster: stub, user: nobody}}
        """
            .formatted(server.url(), server.certificate(), server.certificate(), server.key()));
  }

  Said deploy(String... options) {
    return run(new DeployCommand(), options);
  }

  Said destroy(String... options) {
    return run(new DestroyCommand(), options);
  }

  Said status(String... options) {
    return run(new StatusCommand(), options);
  }

  private Said run(Callable<Integer> command, String... options) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--target", "kubernetes", "--kubeconfig", kubeconfig.toString()));
    all.addAll(List.of(options));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(command)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new Said(code, out.toString(), err.toString());
  }

  List<String> paths() {
    synchronized (server) {
      return objects.paths();
    }
  }

  JsonObject at(String path) {
    synchronized (server) {
      return objects.at(path);
    }
  }

  /** Ends the node and the server. */
  void close() throws Exception {
    node.ifPresent(TestNode::close);
    server.close();
  }

  /** Called under the server's lock, on its event loop: a node is started elsewhere. */
  private void applied(JsonObject object) {
    if (object.getString("kind").equals("StatefulSet")) {
      String namespace = object.getJsonObject("metadata").getString("namespace");
      JsonObject secret = objects.at("/api/v1/namespaces/" + namespace + "/secrets/otter");
      JsonObject options = objects.at("/api/v1/namespaces/" + namespace + "/configmaps/otter");
      String key =
          new String(
              Base64.getDecoder().decode(secret.getJsonObject("data").getString("api-key")),
              StandardCharsets.UTF_8);
      String url = options.getJsonObject("data").getString("OTTER_PUBLIC_URL");
      Thread roller = new Thread(() -> roll(object, namespace, key, url), "stub-controllers");
      roller.setDaemon(true);
      roller.start();
    }
  }

  private void roll(JsonObject set, String namespace, String key, String url) {
    if (node.isEmpty()) {
      node =
          Optional.of(
              TestNode.start(
                  directory.resolve("node-" + nodePort),
                  "OTTER_HTTP_PORT",
                  String.valueOf(nodePort),
                  "OTTER_API_KEY",
                  key,
                  "OTTER_PUBLIC_URL",
                  url));
    }
    server.forward(HTTP_PORT, nodePort);
    synchronized (server) {
      int replicas = set.getJsonObject("spec").getInteger("replicas");
      for (int i = 0; i < replicas; i++) {
        put(namespace, "pods", pod("otter-" + i, "otter"));
        put(namespace, "persistentvolumeclaims", pod("data-otter-" + i, "otter"));
      }
      put(namespace + "-relays", "pods", pod("relay-1", "otter-relay"));
      set.put(
          "status",
          new JsonObject()
              .put("observedGeneration", set.getJsonObject("metadata").getLong("generation"))
              .put("readyReplicas", replicas)
              .put("updatedReplicas", replicas)
              .put("currentRevision", "r")
              .put("updateRevision", "r"));
    }
  }

  private void put(String namespace, String plural, JsonObject object) {
    String name = object.getJsonObject("metadata").getString("name");
    objects.put("/api/v1/namespaces/" + namespace + "/" + plural + "/" + name, object);
  }

  private static JsonObject pod(String name, String label) {
    return new JsonObject()
        .put(
            "metadata",
            new JsonObject()
                .put("name", name)
                .put("labels", new JsonObject().put("app.kubernetes.io/name", label)))
        .put(
            "spec",
            new JsonObject()
                .put("containers", new JsonArray().add(new JsonObject().put("image", "an-image"))))
        .put(
            "status",
            new JsonObject()
                .put("phase", "Running")
                .put("podIP", "127.0.0.1")
                .put(
                    "conditions",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("type", "Ready")
                                .put("status", "True")
                                .put("lastTransitionTime", "2026-01-02T03:04:05Z"))));
  }

  /** As the controllers do: the pods of nodes go with what asked for them. */
  private void deleted(JsonObject object) {
    if ("StatefulSet".equals(object.getString("kind"))) {
      String namespace = object.getJsonObject("metadata").getString("namespace");
      objects.paths().stream()
          .filter(path -> path.startsWith("/api/v1/namespaces/" + namespace + "/pods/"))
          .forEach(objects::remove);
    }
  }
}
