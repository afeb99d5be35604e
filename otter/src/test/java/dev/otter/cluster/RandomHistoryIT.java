package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.RandomHistory;
import dev.otter.testing.TestNode;
import dev.otter.turn.testing.FreePorts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random histories on two nodes, against a simple model of who is in. {@code
 * -Dotter.history.seed=…} repeats one, {@code -Dotter.history.steps=…} makes each longer.
 */
class RandomHistoryIT {

  private static final Logger LOG = LoggerFactory.getLogger(RandomHistoryIT.class);
  private static final int HISTORIES = 3;

  @TempDir static Path directory;
  private static TestNode one;
  private static TestNode two;

  @BeforeAll
  static void startNodes() {
    int portOne = FreePorts.next();
    int portTwo = FreePorts.next();
    String members = "127.0.0.1:" + portOne + ",127.0.0.1:" + portTwo;
    one = TestNode.startClustered(directory.resolve("one"), portOne, members);
    two = TestNode.startClustered(directory.resolve("two"), portTwo, members);
  }

  @AfterAll
  static void stopNodes() {
    one.close();
    two.close();
  }

  @Test
  void whateverHappensTheRoomAndAllInItAgreeWithTheModel() {
    long seed = Long.getLong("otter.history.seed", System.nanoTime());
    int steps = Integer.getInteger("otter.history.steps", 40);
    for (int i = 0; i < HISTORIES; i++) {
      LOG.info("history seed={} steps={}", seed + i, steps);
      try (RandomHistory history = new RandomHistory(seed + i, List.of(one, two))) {
        for (int step = 0; step < steps; step++) {
          history.step();
        }
        int handedOver = history.finish();
        LOG.info("history seed={} {} handedOver={}", seed + i, history.counts(), handedOver);
        assertThat(history.counts()).as("something happened").isNotEmpty();
      } catch (AssertionError e) {
        throw new AssertionError("with -Dotter.history.seed=" + (seed + i) + ": " + e, e);
      }
    }
  }
}
