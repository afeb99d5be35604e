package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi;
import dev.otter.testing.NumberedLoad;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import dev.otter.turn.testing.FreePorts;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three nodes in processes of their own are stopped by SIGTERM and started again. */
class RollingRestartIT {

  private static final Logger LOG = LoggerFactory.getLogger(RollingRestartIT.class);
  private static final int NODES = 3;
  private static final int CALLS = 9;

  @TempDir private Path directory;
  private final List<Integer> httpPorts = ports();
  private final List<Integer> clusterPorts = ports();
  private final List<ProcessNode> nodes = new ArrayList<>();
  private final List<URI> bases = new ArrayList<>();

  @BeforeEach
  void startNodes() {
    for (int i = 0; i < NODES; i++) {
      nodes.add(start(i));
      bases.add(nodes.get(i).awaitRunning());
    }
  }

  @AfterEach
  void stopNodes() {
    nodes.forEach(ProcessNode::kill);
    nodes.forEach(ProcessNode::awaitExit);
  }

  @Test
  void aRollingRestartLosesNothingAndEachClientComesBackOncePerNode() {
    List<V1Client> clients = new ArrayList<>();
    List<NumberedLoad> loads = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      TestRoom room = new HttpApi(bases.get(i % NODES)).createRoom();
      V1Client first = V1Client.join(bases.get(i % NODES), room);
      V1Client second = V1Client.join(bases.get((i + i / NODES) % NODES), room);
      for (V1Client each : List.of(first, second)) {
        clients.add(each.comeBackTo(bases.get(0), bases.get(1), bases.get(2)));
      }
      loads.add(NumberedLoad.between(first, second));
    }
    loads.forEach(each -> each.more(6));

    for (int i = 0; i < NODES; i++) {
      long stoppedAt = System.nanoTime();
      nodes.get(i).terminate();
      assertThat(nodes.get(i).awaitExit()).isZero();
      LOG.info("node {} exited after {} ms", i, msSince(stoppedAt));
      nodes.set(i, start(i));
      nodes.get(i).awaitRunning();
      loads.forEach(each -> each.more(6));
    }

    int messages = loads.stream().mapToInt(each -> 2 * each.verified()).sum();
    List<Long> returns =
        clients.stream().flatMap(each -> each.returnsMs().stream()).sorted().toList();
    LOG.info(
        "rolling restart: {} clients, {} messages, {} reconnects, p50 {} ms, p99 {} ms",
        clients.size(),
        messages,
        returns.size(),
        percentile(returns, 50),
        percentile(returns, 99));
    for (V1Client client : clients) {
      assertThat(client.unreadEvents("peer-left")).isZero();
      assertThat(client.unreadEvents("resync")).isZero();
      assertThat(client.returnsMs()).as("reconnects").hasSizeBetween(1, NODES);
    }
    clients.forEach(V1Client::close);
  }

  @Test
  void whoDoesNotGoIsClosedAtTheEndOfItsSlotAndMayComeBack() {
    TestRoom room = new HttpApi(bases.get(0)).createRoom("{\"maxParticipants\":3}");
    try (V1Client peer = V1Client.join(bases.get(0), room);
        V1Client stays = V1Client.join(bases.get(1), room)) {
      TestSignalingClient plain = TestSignalingClient.connect(bases.get(1), room);
      peer.await("peer-joined");
      peer.await("peer-joined");

      nodes.get(1).terminate();

      assertThat(stays.await("go-away").get("withinMs").asInt()).isPositive();
      peer.send(stays.id(), "1");
      assertThat(stays.next().get("payload").asInt()).as("while it is asked to go").isEqualTo(1);
      assertThat(plain.closed().code()).isEqualTo(4503);
      assertThat(stays.refused().code()).isEqualTo(4503);
      assertThat(peer.await("peer-interrupted").get("connectionId").asText()).isEqualTo(stays.id());
      stays.resume(bases.get(2), stays.id(), stays.secret());
      stays.await("resumed");
      assertThat(nodes.get(1).awaitExit()).isZero();
      assertThat(peer.unreadEvents("peer-left")).isZero();
    }
  }

  private ProcessNode start(int i) {
    String members =
        String.join(",", clusterPorts.stream().map(port -> "127.0.0.1:" + port).toList());
    return ProcessNode.start(
        directory.resolve("node-" + i),
        Map.of(
            "OTTER_HTTP_PORT",
            String.valueOf(httpPorts.get(i)),
            "OTTER_HTTP_HOST",
            "127.0.0.1",
            "OTTER_API_KEY",
            TestNode.API_KEY,
            "OTTER_CLUSTER_PORT",
            String.valueOf(clusterPorts.get(i)),
            "OTTER_CLUSTER_MEMBERS",
            members),
        "-cluster");
  }

  private static List<Integer> ports() {
    return IntStream.range(0, NODES).map(i -> FreePorts.next()).boxed().toList();
  }

  private static long msSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private static long percentile(List<Long> sorted, int percent) {
    return sorted.get((sorted.size() - 1) * percent / 100);
  }
}
