package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.Eventually;
import dev.otter.testing.Figures;
import dev.otter.testing.HttpApi;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.TestRoom;
import dev.otter.turn.testing.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two nodes started at the same moment are one cluster. {@code make bench-start} repeats it with
 * the jar, and prints how long it takes.
 */
class StartTogetherIT {

  private static final Logger LOG = LoggerFactory.getLogger(StartTogetherIT.class);

  /** The goal is 5 s; the machine that tests may be busy. The log has figures. */
  private static final Duration TOGETHER = Duration.ofSeconds(90);

  @TempDir Path directory;

  @Test
  void nodesStartedTogetherAreOneCluster() {
    Figures oneCluster = new Figures();
    Figures ready = new Figures();
    for (int run = 0; run < Figures.repeats(1); run++) {
      start(directory.resolve("run" + run), oneCluster, ready);
    }
    LOG.info("two nodes started together, one cluster: {}", oneCluster);
    LOG.info("two nodes started together, both ready: {}", ready);
  }

  private static void start(Path directory, Figures oneCluster, Figures ready) {
    int portOne = FreePorts.next();
    int portTwo = FreePorts.next();
    String members = "127.0.0.1:" + portOne + ",127.0.0.1:" + portTwo;
    long startedAt = System.nanoTime();
    try (ProcessNode one = ProcessNode.startClustered(directory.resolve("one"), portOne, members);
        ProcessNode two = ProcessNode.startClustered(directory.resolve("two"), portTwo, members)) {
      Eventually.within(
          TOGETHER, "each sees the other", () -> seesTheOther(one) && seesTheOther(two));
      oneCluster.add(since(startedAt));
      HttpApi onOne = new HttpApi(one.awaitRunning());
      HttpApi onTwo = new HttpApi(two.awaitRunning());
      ready.add(since(startedAt));

      TestRoom room = onOne.createRoom();
      assertThat(onTwo.get("/v1/rooms/" + room.roomId() + "?token=" + room.token()).status())
          .isEqualTo(200);
      // Neither was first alone, to be put together with the other later on.
      assertThat(one.err() + two.err()).doesNotContain("merging into");
    }
  }

  private static boolean seesTheOther(ProcessNode node) {
    return node.err().contains("members=2");
  }

  private static long since(long startNanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }
}
