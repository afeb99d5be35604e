package dev.otter.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.Eventually;
import dev.otter.testing.ProcessFigures;
import dev.otter.testing.ProcessNode;
import dev.otter.turn.testing.FreePorts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * F25: after a time of churn a node holds what it held when it was warm: heap, direct memory,
 * threads, files, and no connection. For {@code -Dotter.soak.minutes}; from two minutes on, on a
 * cluster of two.
 */
class SoakIT {

  private static final Logger LOG = LoggerFactory.getLogger(SoakIT.class);
  private static final double MINUTES =
      Double.parseDouble(System.getProperty("otter.soak.minutes", "0.5"));
  private static final double CLUSTER_FROM_MINUTES = 2;
  private static final int ROUNDS = MINUTES < CLUSTER_FROM_MINUTES ? 2 : 10;

  /** What may come and go with the moment: a class that was loaded, a pool that grew by a piece. */
  private static final double MAX_GROWTH = 0.1;

  private static final long SLACK_BYTES = 6L * 1024 * 1024;
  private static final int SLACK_THREADS = 6;
  private static final int SLACK_FILES = 6;

  @TempDir Path directory;

  @Test
  void afterTheChurnANodeHoldsWhatItHeldBefore() throws Exception {
    List<ProcessNode> nodes = start();
    try {
      List<URI> bases = nodes.stream().map(ProcessNode::awaitRunning).toList();
      try (Churn churn = new Churn(bases, 1)) {
        long secondsOfARound = Math.round(MINUTES * 60 / (ROUNDS + 1));
        churn.play(Duration.ofSeconds(secondsOfARound));
        List<ProcessFigures> warm = figures(nodes, "warm");
        List<ProcessFigures> now = warm;
        for (int round = 1; round <= ROUNDS; round++) {
          LOG.info("played {}", churn.play(Duration.ofSeconds(secondsOfARound)));
          now = figures(nodes, "after round " + round);
        }
        for (int i = 0; i < nodes.size(); i++) {
          assertFlat(warm.get(i), now.get(i));
          assertThat(complaints(nodes.get(i))).isEmpty();
        }
      }
    } finally {
      nodes.forEach(ProcessNode::close);
    }
  }

  /** Of a log of some hundred thousand lines. Ids are random: one in millions has LEAK in it. */
  private static List<String> complaints(ProcessNode node) {
    return node.err()
        .lines()
        .filter(line -> line.contains(" ERROR ") || line.contains("LEAK: "))
        .toList();
  }

  private List<ProcessNode> start() {
    Map<String, String> environment = new HashMap<>();
    environment.put("OTTER_LIMITS_CONNECTIONS_PER_ADDRESS", "0");
    environment.put("JAVA_TOOL_OPTIONS", ProcessFigures.TRACKING);
    if (MINUTES < CLUSTER_FROM_MINUTES) {
      return List.of(ProcessNode.startSingle(directory, environment));
    }
    int[] ports = {FreePorts.next(), FreePorts.next()};
    List<ProcessNode> nodes = new ArrayList<>();
    for (int port : ports) {
      nodes.add(
          ProcessNode.startClustered(
              directory.resolve("node" + port),
              port,
              "127.0.0.1:" + ports[0] + ",127.0.0.1:" + ports[1],
              environment));
    }
    return nodes;
  }

  private static List<ProcessFigures> figures(List<ProcessNode> nodes, String when) {
    List<ProcessFigures> figures = new ArrayList<>();
    for (ProcessNode node : nodes) {
      // Rooms are empty before the last sockets are closed.
      Eventually.within(
          Duration.ofSeconds(60),
          "no connection is left",
          () -> ProcessFigures.of(node.pid()).connections() == 0);
      ProcessFigures each = ProcessFigures.of(node.pid());
      LOG.info("{}: {}", when, each);
      figures.add(each);
    }
    return figures;
  }

  private static void assertFlat(ProcessFigures warm, ProcessFigures now) {
    assertThat(now.heapBytes()).as("heap").isLessThan(grown(warm.heapBytes()));
    assertThat(now.directBytes()).as("direct").isLessThan(grown(warm.directBytes()));
    assertThat(now.threads()).as("threads").isLessThanOrEqualTo(warm.threads() + SLACK_THREADS);
    assertThat(now.openFiles()).as("files").isLessThanOrEqualTo(warm.openFiles() + SLACK_FILES);
    assertThat(now.connections()).as("connections").isZero();
  }

  private static long grown(long bytes) {
    return bytes + SLACK_BYTES + Math.round(bytes * MAX_GROWTH);
  }
}
