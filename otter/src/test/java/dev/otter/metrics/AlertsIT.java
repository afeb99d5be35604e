package dev.otter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi;
import dev.otter.testing.TestNode;
import dev.otter.turn.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules and the dashboard of conf/, with Debian's Prometheus on a real node. */
class AlertsIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Path CONF = Path.of("../conf").toAbsolutePath().normalize();
  private static final Path RULES = CONF.resolve("prometheus-alerts.yaml");
  private static final Path MANIFESTS = CONF.resolveSibling("k8s");
  private static final Pattern METRIC = Pattern.compile("\\b((?:otter|jvm|process)_[a-z_]+)\\b");
  private static final int MANAGEMENT_PORT = FreePorts.next();
  private static final int ALONE_PORT = FreePorts.next();
  private static final int PROMETHEUS_PORT = FreePorts.next();

  @TempDir static Path directory;
  private static TestNode node;

  /** It has a store of its own. */
  private static TestNode alone;

  private static Process prometheus;
  private static HttpApi api;

  @BeforeAll
  static void start() throws IOException {
    int clusterPort = FreePorts.next();
    node =
        TestNode.startClustered(
            directory.resolve("node"),
            clusterPort,
            "127.0.0.1:" + clusterPort,
            "OTTER_MANAGEMENT_PORT",
            String.valueOf(MANAGEMENT_PORT));
    alone =
        TestNode.start(
            directory.resolve("alone"), "OTTER_MANAGEMENT_PORT", String.valueOf(ALONE_PORT));
    Path config =
        Files.writeString(
            directory.resolve("prometheus.yaml"),
            """
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            scrape_configs:
              - job_name: otter
                static_configs: [{targets: ["127.0.0.1:%d", "127.0.0.1:%d"]}]
            rule_files: ["%s"]
            """
                .formatted(MANAGEMENT_PORT, ALONE_PORT, RULES));
    prometheus =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + PROMETHEUS_PORT)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("said").toFile())
            .start();
    api = HttpApi.ofAnotherPort(URI.create("http://127.0.0.1:" + PROMETHEUS_PORT));
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.destroyForcibly().onExit().join();
    }
    if (node != null) {
      node.close();
    }
    if (alone != null) {
      alone.close();
    }
  }

  @Test
  void prometheusScrapesTheNodeAndEvaluatesEveryRule() {
    Eventually.within(
        BOUND, "the nodes are scraped", () -> isUp() && query("sum(up{job=\"otter\"}) == 2"));
    Eventually.within(BOUND, "every rule was evaluated", AlertsIT::allRulesAreWell);

    // A scrape that took too long leaves a hole of a second.
    Eventually.within(
        BOUND, "both say that they are ready", () -> query("sum(otter_ready{job=\"otter\"}) == 2"));
    // A cluster of one is too small, and nothing else is wrong with it. A rule that was evaluated
    // before the first scrape had nothing to go by; the next evaluation takes it back.
    Eventually.within(
        BOUND,
        "no other alert than OtterClusterTooSmall",
        () -> Set.of("OtterClusterTooSmall").containsAll(pendingOrFiring()));
  }

  @Test
  void everyQueryNamesAMetricThatExists() throws IOException {
    Eventually.within(BOUND, "Prometheus runs", AlertsIT::isUp);
    node.api().get("/healthz");
    // A request is counted when it is answered, which may be a moment after the answer is here.
    String ofRules = Files.readString(RULES);
    Eventually.within(BOUND, "what rules ask for", () -> there().containsAll(named(ofRules)));
    Set<String> there = there();

    JsonNode dashboard =
        new ObjectMapper().readTree(CONF.resolve("grafana-dashboard.json").toFile());
    int queries = 0;
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        String expression = target.get("expr").asText();
        assertThat(there).as(expression).containsAll(named(expression));
        assertThat(ask(expression).path("status").asText()).as(expression).isEqualTo("success");
        queries++;
      }
    }
    assertThat(queries).isGreaterThan(10);
  }

  /** What k8s/ asks of the management port: the metric to grow by, the probes, what is scraped. */
  @Test
  void whatTheManifestsAskForIsThere() throws IOException {
    HttpApi management = HttpApi.ofAnotherPort(URI.create("http://127.0.0.1:" + MANAGEMENT_PORT));
    YAMLMapper yaml = new YAMLMapper();
    String scaler = Files.readString(MANIFESTS.resolve("overlays/production/availability.yaml"));
    String metric =
        yaml.readTree(scaler.split("---\n")[1]).findValue("metric").get("name").asText();
    JsonNode nodes = yaml.readTree(MANIFESTS.resolve("base/nodes.yaml").toFile());
    String monitoring = Files.readString(MANIFESTS.resolve("overlays/production/monitoring.yaml"));

    assertThat(management.get("/metrics").text()).contains("# TYPE " + metric + " gauge");
    List<JsonNode> probes = nodes.findValues("httpGet");
    assertThat(probes).hasSize(3);
    for (JsonNode probe : probes) {
      assertThat(probe.get("port").asText()).isEqualTo("management");
      assertThat(management.get(probe.get("path").asText()).status()).isEqualTo(200);
    }
    assertThat(monitoring).contains("path: /metrics");
  }

  private static Set<String> there() {
    Set<String> there = new TreeSet<>();
    Stream.of(new Scraped(MANAGEMENT_PORT), new Scraped(ALONE_PORT))
        .flatMap(each -> each.text().lines())
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> there.add(line.split("[ {]")[0]));
    return there;
  }

  private static Set<String> named(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = METRIC.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static boolean allRulesAreWell() {
    JsonNode groups = api.get("/api/v1/rules").json().path("data").path("groups");
    int rules = 0;
    for (JsonNode group : groups) {
      for (JsonNode rule : group.path("rules")) {
        if (!rule.path("health").asText().equals("ok")) {
          return false;
        }
        rules++;
      }
    }
    return rules > 0;
  }

  private static Set<String> pendingOrFiring() {
    Set<String> alerts = new TreeSet<>();
    for (JsonNode alert : api.get("/api/v1/alerts").json().path("data").path("alerts")) {
      alerts.add(alert.path("labels").path("alertname").asText());
    }
    return alerts;
  }

  private static boolean isUp() {
    assertThat(prometheus.isAlive()).as(() -> "Prometheus ended: " + said()).isTrue();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PROMETHEUS_PORT)) {
      return socket.isConnected() && api.get("/-/ready").status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static String said() {
    try {
      return Files.readString(directory.resolve("said"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean query(String expression) {
    return !ask(expression).path("data").path("result").isEmpty();
  }

  private static JsonNode ask(String expression) {
    return api.get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .json();
  }
}
