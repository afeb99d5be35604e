package dev.otter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsIT {

  private static final int CANDIDATES = 20;

  private static final int PORT = TestNode.freePort();

  @TempDir static Path dataDir;
  private static TestNode node;

  @BeforeAll
  static void startNode() {
    int clusterPort = TestNode.freePort();
    node =
        TestNode.startClustered(
            dataDir,
            clusterPort,
            "127.0.0.1:" + clusterPort,
            "OTTER_MANAGEMENT_PORT",
            String.valueOf(PORT));
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  void aWholeCallCostsOneLookUp() {
    double before = value("otter_room_lookups_total");
    double messages = value("otter_messages_total{way=\"here\"}");
    TestRoom room = node.api().createRoom();
    TestSignalingClient caller = node.connect(room);
    TestSignalingClient callee = node.connect(room);
    caller.next();

    speak(callee, caller);
    speak(caller, callee);

    assertThat(value("otter_room_lookups_total") - before).isEqualTo(1);
    assertThat(value("otter_messages_total{way=\"here\"}") - messages)
        .isEqualTo(2 * (1 + CANDIDATES));
    caller.close();
    callee.close();
  }

  @Test
  void whatIsForNobodyIsCounted() {
    double before = value("otter_messages_total{way=\"refused\"}");
    TestRoom room = node.api().createRoom();
    TestSignalingClient alone = node.connect(room);

    alone.send("{\"destination\":\"nobody\",\"payload\":1}").next();

    assertThat(value("otter_messages_total{way=\"refused\"}") - before).isEqualTo(1);
    assertThat(value("otter_connections")).isPositive();
    alone.close();
  }

  @Test
  void requestsAreCountedByPatternAndNothingThatCameIsInALabel() {
    String unknown = "{method=\"other\",route=\"other\",status=\"404\"}";
    node.api().get("/v1/rooms/rm_whatever");
    node.api().send("BREW", "/coffee-of-this-test", null);

    assertThat(value("otter_http_requests_seconds_count" + unknown)).isEqualTo(1);
    assertThat(scrape()).doesNotContain("rm_whatever", "coffee", "BREW");
  }

  @Test
  void aClusterOfOneIsSeen() {
    assertThat(value("otter_cluster_members")).isEqualTo(1);
    assertThat(value("otter_cluster_serving")).isEqualTo(1);
    assertThat(value("otter_ready")).isEqualTo(1);
    assertThat(value("otter_cluster_cut_offs_total")).isZero();
    assertThat(value("otter_event_loop_delay_seconds_max")).isNotNegative();
  }

  @Test
  void thePageNamesEveryMetricOfOurs() throws IOException {
    node.api().get("/healthz");
    String page = Files.readString(Path.of("../docs/metrics.md"));

    assertThat(names(scrape(), "^# TYPE (otter_\\w+) "))
        .isNotEmpty()
        .isEqualTo(names(page, "^\\| `(otter_\\w+)` "));
  }

  @Test
  void thePublicPortDoesNotHaveThem() {
    assertThat(node.api().get("/metrics").status()).isEqualTo(404);
  }

  private static void speak(TestSignalingClient from, TestSignalingClient to) {
    for (int i = 0; i <= CANDIDATES; i++) {
      from.send("{\"payload\":" + i + "}");
      assertThat(to.next().get("payload").asInt()).isEqualTo(i);
    }
  }

  private static Set<String> names(String text, String pattern) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static double value(String series) {
    return scrape()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static String scrape() {
    return HttpApi.ofAnotherPort(URI.create("http://127.0.0.1:" + PORT)).get("/metrics").text();
  }
}
