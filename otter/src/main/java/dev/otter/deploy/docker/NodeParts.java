package dev.otter.deploy.docker;

import dev.otter.deploy.docker.DockerSettings.Database;
import dev.otter.secrets.PreparedSecrets;
import dev.otter.turn.docker.TarFile;
import io.vertx.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The nodes. Each has a volume for what it keeps; its configuration, with secrets, is in it. */
final class NodeParts {

  /** Where a node keeps what it makes, and its configuration. */
  static final String DATA = "/data";

  private static final String FILE = "otter.yaml";

  /** The first node. */
  static final String FIRST = "node-1";

  private static final String PREFIX = "node-";
  private static final String PATH_WITH_TURNSERVER =
      "PATH=/opt/java/bin:/opt/coturn/bin:/usr/bin:/bin";

  private static final String WHOLE_SECONDS = "120";
  private static final int USER = 65_532;
  private static final int MEGABYTES = 640;

  /** 128 for a TURN server inside of a node: of its container's memory 60 % are the heap's. */
  private static final int MEGABYTES_PER_RELAY = 320;

  /** Where a node answers. */
  static final int HTTP_PORT = 8080;

  private static final int CLUSTER_PORT = 5701;
  private static final int MANAGEMENT_PORT = 9090;

  /** What a node takes to send its clients away, leave the cluster, and a bit. */
  private static final int STOP_SECONDS = 45;

  private final DockerSettings settings;
  private final PreparedSecrets secrets;

  NodeParts(DockerSettings settings, PreparedSecrets secrets) {
    this.settings = settings;
    this.secrets = secrets;
  }

  List<Part> all() {
    return IntStream.rangeClosed(1, settings.nodes()).mapToObj(this::part).toList();
  }

  /**
   * What waits inside of a node's container until it serves, with all nodes that are wanted.
   *
   * @param node its name
   */
  List<String> whole(String node) {
    String at = settings.subnet().node(Integer.parseInt(node.substring(PREFIX.length())));
    String management = "http://" + at + ":" + MANAGEMENT_PORT;
    String members = "otter_cluster_members " + settings.nodes() + ".0";
    return check(
        management + "/readyz",
        WHOLE_SECONDS,
        "ready",
        management + "/metrics",
        WHOLE_SECONDS,
        members);
  }

  /** What looks inside of a node's container whether it serves. */
  static List<String> ready() {
    return check("http://127.0.0.1:" + HTTP_PORT + "/readyz", "0", "ready");
  }

  private static List<String> check(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/opt/java/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx24m",
                "-cp",
                "/opt/otter/otter-fat.jar",
                "dev.otter.launcher.HealthCheck"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Begins a tar file with what a node keeps of the cluster's secrets. */
  static TarFile secretsFile(PreparedSecrets secrets) {
    return new TarFile(USER).file(PreparedSecrets.FILE, secrets.json());
  }

  private Part part(int number) {
    String name = PREFIX + number;
    String address = settings.subnet().node(number);
    ContainerBody body =
        new ContainerBody(megabytes(), STOP_SECONDS)
            .user(USER)
            .on(settings.name(), address)
            .keeps(VolumeName.data(settings.name(), name), DATA)
            .temporary("/tmp")
            // One node is a cluster of one, so that others can join it later.
            .command("-cluster", "--config", DATA + "/" + FILE);
    if (settings.relays().place() == RelayPlace.NODES) {
      body.environment(PATH_WITH_TURNSERVER);
    }
    TarFile files = secretsFile(secrets).file(FILE, configuration(address));
    return new Part(
        name,
        Part.Role.NODE,
        settings.images().node(),
        body.json(),
        DATA,
        files.bytes(),
        Optional.empty(),
        address + ":" + HTTP_PORT);
  }

  private int megabytes() {
    RelaySettings relays = settings.relays();
    return MEGABYTES
        + (relays.place() == RelayPlace.NODES ? relays.count() * MEGABYTES_PER_RELAY : 0);
  }

  private String configuration(String address) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("http.host", "0.0.0.0");
    options.put("http.port", HTTP_PORT);
    options.put("http.publicUrl", settings.publicUrl().toString());
    options.put("http.trustedProxies", settings.subnet().balancer());
    options.put("management.host", address);
    options.put("management.port", MANAGEMENT_PORT);
    options.put("cluster.host", address);
    options.put("cluster.port", CLUSTER_PORT);
    options.put("cluster.members", members());
    store(options);
    if (settings.relays().gateway()) {
      gateway(options, address);
    } else {
      servers(options);
    }
    StringBuilder text = new StringBuilder();
    // JSON's texts and lists are YAML's.
    options.forEach(
        (option, value) ->
            text.append(option).append(": ").append(Json.encode(value)).append('\n'));
    return text.toString();
  }

  private void servers(Map<String, Object> options) {
    List<String> urls = RelayParts.urls(settings.relays());
    options.put("turn.driver", urls.isEmpty() ? "none" : "static");
    if (!urls.isEmpty()) {
      options.put("turn.urls", urls);
      options.put("turn.watchAt", RelayParts.watchAt(settings.relays(), settings.subnet()));
    }
  }

  /** All nodes have one public address; the router translates it. */
  private void gateway(Map<String, Object> options, String address) {
    RelaySettings relays = settings.relays();
    if (relays.place() == RelayPlace.NODES) {
      options.put("turn.driver", "process");
      options.put("turn.relays", relays.count());
    } else {
      options.put("turn.driver", "static");
      options.put("turn.urls", RelayParts.urlsBehind(relays, settings.subnet()));
    }
    options.put("turn.gateway", "on");
    options.put("turn.host", address);
    options.put("turn.publicIp", relays.publicIp());
    options.put("turn.port", relays.port());
    options.put("turn.relayPorts", relays.ports().toString());
    if (!relays.allowedPeers().isEmpty()) {
      options.put(
          "turn.allowedPeers", relays.allowedPeers().stream().map(Object::toString).toList());
    }
  }

  private List<String> members() {
    return IntStream.rangeClosed(1, settings.nodes())
        .mapToObj(number -> settings.subnet().node(number) + ":" + CLUSTER_PORT)
        .toList();
  }

  private void store(Map<String, Object> options) {
    Database database = settings.database();
    if (database.isOwn()) {
      options.put(
          "store.url",
          "jdbc:postgresql://" + settings.subnet().database() + "/" + DatabasePart.NAME);
      options.put("store.user", DatabasePart.NAME);
      options.put("store.password", DatabasePart.password(secrets));
    }
    database.url().ifPresent(url -> options.put("store.url", url));
    database.user().ifPresent(user -> options.put("store.user", user));
    database.password().ifPresent(password -> options.put("store.password", password));
  }
}
