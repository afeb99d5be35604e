package dev.otter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.Eventually;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import dev.otter.testing.WebhookReceiver;
import dev.otter.turn.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of two nodes: one in a cluster, without a store, and one alone, with its own. */
class MetricsIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int CANDIDATES = 20;
  private static final Path PAGE = Path.of("../docs/metrics.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(otter_\\w+)` \\| [^|]+ \\|([^|]*)\\|", Pattern.MULTILINE);

  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  @TempDir static Path dataDir;
  private static TestNode node;
  private static TestNode alone;
  private static Scraped scraped;
  private static Scraped scrapedAlone;

  @BeforeAll
  static void startNodes() {
    int clusterPort = FreePorts.next();
    scraped = new Scraped(FreePorts.next());
    node =
        TestNode.startClustered(
            dataDir.resolve("node"),
            clusterPort,
            "127.0.0.1:" + clusterPort,
            "OTTER_MANAGEMENT_PORT",
            String.valueOf(scraped.port()));
    scrapedAlone = new Scraped(FreePorts.next());
    alone =
        TestNode.start(
            dataDir.resolve("alone"),
            "OTTER_MANAGEMENT_PORT",
            String.valueOf(scrapedAlone.port()),
            "OTTER_WEBHOOKS_ALLOWED_TARGETS",
            "127.0.0.1");
  }

  @AfterAll
  static void stopNodes() {
    node.close();
    alone.close();
  }

  @Test
  void aWholeCallCostsOneLookUp() {
    String messages = "otter_messages_total{kind=\"plain\",result=\"here\"}";
    double before = scraped.value("otter_room_lookups_total");
    double messagesBefore = scraped.value(messages);
    TestRoom room = node.api().createRoom();
    TestSignalingClient caller = node.connect(room);
    TestSignalingClient callee = node.connect(room);
    caller.next();

    speak(callee, caller);
    speak(caller, callee);

    assertThat(scraped.value("otter_room_lookups_total") - before).isEqualTo(1);
    // The last one may be counted a moment after it has arrived.
    Eventually.within(
        BOUND,
        "all messages are counted",
        () -> scraped.value(messages) - messagesBefore == 2 * (1 + CANDIDATES));
    caller.close();
    callee.close();
  }

  @Test
  void whatIsForNobodyIsCounted() {
    String refused = "otter_messages_total{kind=\"plain\",result=\"refused\"}";
    double before = scraped.value(refused);
    TestRoom room = node.api().createRoom();
    TestSignalingClient alone = node.connect(room);

    alone.send("{\"destination\":\"nobody\",\"payload\":1}").next();

    Eventually.within(BOUND, "it is counted", () -> scraped.value(refused) - before == 1);
    assertThat(scraped.value("otter_connections")).isPositive();
    assertThat(scraped.value("otter_rooms_in_use")).isPositive();
    alone.close();
  }

  /** No other test of this class breaks, resumes or is refused. */
  @Test
  void comingEndingAndComingBackAreCountedByReason() {
    TestRoom room = node.api().createRoom();
    V1Client first = V1Client.join(node.base(), room);
    V1Client second = V1Client.join(node.base(), room);
    first.await("peer-joined");

    second.drop();
    first.await("peer-interrupted");
    second.resume(node.base(), second.id(), second.secret());
    second.await("resumed");
    second.send(first.id(), "1");
    assertThat(first.next().get("payload").asInt()).isEqualTo(1);
    second.sendRaw("{\"type\":\"resync\",\"destination\":\"" + first.id() + "\",\"seq\":9}");
    second.sendRaw("no message");
    second.refused();
    first.await("peer-left");
    V1Client late = V1Client.resuming(node.base(), room, second.id(), second.secret());
    late.await("welcome");

    assertThat(scraped.value("otter_connections_opened_total{dialect=\"otter.v1\"}"))
        .isGreaterThanOrEqualTo(4);
    assertThat(scraped.value("otter_resumes_total{result=\"resumed\"}")).isPositive();
    assertThat(scraped.value("otter_resumes_total{result=\"anew\"}")).isPositive();
    assertThat(scraped.value("otter_resyncs_total{reason=\"place\"}")).isPositive();
    assertThat(scraped.value("otter_resyncs_total{reason=\"messages\"}")).isEqualTo(1);
    assertThat(closed("broken")).isPositive();
    Eventually.within(BOUND, "its end is counted", () -> closed("message-invalid") == 1);
    assertThat(scraped.value("otter_messages_total{kind=\"numbered\",result=\"here\"}"))
        .isPositive();
    assertThat(scraped.value("otter_messages_total{kind=\"notice\",result=\"here\"}")).isPositive();
    double left = closed("left");
    late.close();
    first.close();
    Eventually.within(BOUND, "two have left", () -> closed("left") >= left + 2);
  }

  private static double closed(String reason) {
    return scraped.value("otter_connections_closed_total{reason=\"" + reason + "\"}");
  }

  @Test
  void roomsAreCountedOnANodeAloneAndInACluster() {
    double held = scraped.value("otter_rooms");
    double heldAlone = scrapedAlone.value("otter_rooms");
    double made = scrapedAlone.value("otter_rooms_made_total");
    node.api().createRoom();
    TestRoom room = alone.api().createRoom("{\"uniqueName\":\"counted\"}");
    alone.api().post("/v1/rooms", "{\"uniqueName\":\"counted\"}");

    assertThat(scraped.value("otter_rooms")).isGreaterThan(held);
    assertThat(scrapedAlone.value("otter_rooms") - heldAlone).isEqualTo(1);
    assertThat(scrapedAlone.value("otter_rooms_made_total") - made).isEqualTo(1);

    with("DELETE", "/v1/rooms/" + room.roomId());
    with("GET", "/v1/rooms/rm_nobodyHasThisIdNobody1");
    assertThat(scrapedAlone.value("otter_rooms_ended_total")).isEqualTo(1);
    Eventually.within(BOUND, "the end is counted", () -> requests("end", "done") == 1);
    assertThat(requests("find", "refused")).isPositive();
    assertThat(requests("create", "failed")).isZero();
  }

  private static double requests(String request, String result) {
    return scrapedAlone.value(
        "otter_room_requests_total{request=\"" + request + "\",result=\"" + result + "\"}");
  }

  private static int with(String method, String path) {
    return alone
        .api()
        .send(method, path, null, "Authorization", "Bearer " + TestNode.API_KEY)
        .status();
  }

  @Test
  void theStoreIsTimed() {
    double writes = scrapedAlone.value("otter_store_writes_seconds_count");
    alone.api().createRoom();

    assertThat(scrapedAlone.value("otter_store_up")).isEqualTo(1);
    Eventually.within(
        BOUND,
        "the write is timed",
        () -> scrapedAlone.value("otter_store_writes_seconds_count") > writes);
    assertThat(scrapedAlone.value("otter_store_commits_seconds_count")).isPositive();
    assertThat(scrapedAlone.value("otter_store_writes_seconds_sum")).isPositive();
    assertThat(scrapedAlone.value("otter_store_failures_total")).isZero();
    assertThat(scrapedAlone.value("otter_store_writes_waiting")).isNotNegative();
    Eventually.within(
        BOUND, "reads are timed", () -> scrapedAlone.value("otter_store_reads_seconds_count") > 0);
  }

  @Test
  void whatReceiversDoNotTakeIsABacklog() {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      receiver.answer(message -> 500);
      String hook = "{\"url\":\"" + receiver.url("/hook") + "\"}";
      String id = alone.api().post("/v1/webhooks", hook).json().get("id").asText();
      alone.api().createRoom();

      Eventually.within(
          BOUND,
          "one waits",
          () -> scrapedAlone.value("otter_webhook_backlog{state=\"waiting\"}") >= 1);
      // It waits before it is tried, too.
      Eventually.within(
          BOUND,
          "an attempt has failed",
          () -> scrapedAlone.value("otter_webhook_attempts_total{result=\"failed\"}") > 0);
      assertThat(with("DELETE", "/v1/webhooks/" + id)).isLessThan(300);
    }
  }

  @Test
  void requestsAreCountedByPatternAndNothingThatCameIsInALabel() {
    String unknown = "{method=\"other\",route=\"other\",status=\"404\"}";
    node.api().get("/v1/rooms/rm_whatever");
    node.api().send("BREW", "/coffee-of-this-test", null);

    String counted = "otter_http_requests_seconds_count" + unknown + " 1";
    Eventually.within(
        BOUND, "it is counted once", () -> scraped.text().lines().anyMatch(counted::equals));
    assertThat(scraped.text()).doesNotContain("rm_whatever", "coffee", "BREW");
  }

  @Test
  void aClusterOfOneIsSeen() {
    assertThat(scraped.value("otter_cluster_members")).isEqualTo(1);
    assertThat(scraped.value("otter_cluster_serving")).isEqualTo(1);
    assertThat(scraped.value("otter_ready")).isEqualTo(1);
    assertThat(scraped.value("otter_cluster_cut_offs_total")).isZero();
    assertThat(scraped.value("otter_event_loop_delay_seconds_max")).isNotNegative();
    assertThat(scraped.value("otter_event_loop_tasks_waiting")).isNotNegative();
    assertThat(scraped.value("otter_sockets_waiting_bytes")).isNotNegative();
  }

  @Test
  void thePageNamesEveryMetricOfOursAndItsLabels() throws IOException {
    node.api().get("/healthz");
    Eventually.within(
        BOUND, "it is counted", () -> scraped.text().contains("otter_http_requests_seconds_count"));
    Map<String, Set<String>> there = new TreeMap<>(scraped.labels());
    there.putAll(scrapedAlone.labels());
    assertThat(there).isNotEmpty().isEqualTo(documented(Files.readString(PAGE)));
  }

  @Test
  void thePublicPortDoesNotHaveThem() {
    assertThat(node.api().get("/metrics").status()).isEqualTo(404);
  }

  private static Map<String, Set<String>> documented(String page) {
    Map<String, Set<String>> rows = new TreeMap<>();
    Matcher row = ROW.matcher(page);
    while (row.find()) {
      Set<String> labels = new TreeSet<>();
      for (String each : row.group(2).split(";")) {
        // One label with its values, or several without.
        Matcher label =
            NAME.matcher(each.contains(":") ? each.substring(0, each.indexOf(':')) : each);
        while (label.find()) {
          labels.add(label.group(1));
        }
      }
      rows.put(row.group(1), labels);
    }
    return rows;
  }

  private static void speak(TestSignalingClient from, TestSignalingClient to) {
    for (int i = 0; i <= CANDIDATES; i++) {
      from.send("{\"payload\":" + i + "}");
      assertThat(to.next().get("payload").asInt()).isEqualTo(i);
    }
  }
}
