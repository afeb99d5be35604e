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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Nodes that die or hang: their connections are noticed gone, nobody else's. */
class NodeDeathIT {

  private static final Logger LOG = LoggerFactory.getLogger(NodeDeathIT.class);

  /**
   * The goals are 1 s and 12 s; the machine that tests may be busy. The log has figures. A killed
   * one is noticed before it could be taken for hung.
   */
  private static final long KILLED_NOTICED_MS = 9_000;

  private static final long HUNG_NOTICED_MS = 30_000;

  @TempDir Path directory;

  @Test
  void thePeersOfAKilledNodesClientsAreToldAndThePlaceIsFree() {
    int portOne = FreePorts.next();
    int portTwo = FreePorts.next();
    String members = "127.0.0.1:" + portOne + ",127.0.0.1:" + portTwo;
    try (TestNode one = TestNode.startClustered(directory.resolve("one"), portOne, members);
        ProcessNode two = ProcessNode.startClustered(directory.resolve("two"), portTwo, members)) {
      URI baseOfTwo = two.awaitRunning();
      TestRoom room = one.api().createRoom();
      TestSignalingClient first = one.connect(room);
      TestSignalingClient second = TestSignalingClient.connect(baseOfTwo, room);
      String secondId = first.next().get("source").asText();

      long killedAt = System.nanoTime();
      two.kill();

      assertThat(first.next().has("error")).isFalse();
      LOG.info("a killed node was noticed after {} ms", since(killedAt));
      assertThat(since(killedAt)).isLessThan(KILLED_NOTICED_MS);
      assertThat(second.closed().code()).isEqualTo(1006);
      assertThat(one.participants(room)).isEqualTo(1);
      first.send("{\"destination\":\"" + secondId + "\",\"payload\":1}");
      assertThat(first.next().at("/error/code").asText()).isEqualTo("destination-unknown");
      TestSignalingClient third = one.connect(room);
      assertThat(first.next().get("polite").asBoolean()).isTrue();
      third.close();
      first.close();
    }
  }

  @Test
  void thePeersOfAHungNodesClientsAreTold() {
    int portOne = FreePorts.next();
    int portTwo = FreePorts.next();
    String members = "127.0.0.1:" + portOne + ",127.0.0.1:" + portTwo;
    try (TestNode one = TestNode.startClustered(directory.resolve("one"), portOne, members);
        ProcessNode two = ProcessNode.startClustered(directory.resolve("two"), portTwo, members)) {
      URI baseOfTwo = two.awaitRunning();
      TestRoom room = one.api().createRoom();
      TestSignalingClient first = one.connect(room);
      TestSignalingClient.connect(baseOfTwo, room);
      first.next();

      long frozenAt = System.nanoTime();
      two.freeze();

      assertThat(first.next(60).has("error")).isFalse();
      LOG.info("a hung node was noticed after {} ms", since(frozenAt));
      assertThat(since(frozenAt)).isLessThan(HUNG_NOTICED_MS);
      assertThat(one.participants(room)).isEqualTo(1);
      first.close();
    }
  }

  @Test
  void theLastOfThreeServesOnWhenTheOthersAreKilledAtOnce() {
    int[] ports = {FreePorts.next(), FreePorts.next(), FreePorts.next()};
    String members =
        "127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d".formatted(ports[0], ports[1], ports[2]);
    try (ProcessNode one = ProcessNode.startClustered(directory.resolve("one"), ports[0], members);
        ProcessNode two = ProcessNode.startClustered(directory.resolve("two"), ports[1], members)) {
      URI baseOfOne = one.awaitRunning();
      URI baseOfTwo = two.awaitRunning();
      try (TestNode last = TestNode.startClustered(directory.resolve("last"), ports[2], members)) {
        List<TestRoom> rooms =
            IntStream.range(0, 60).mapToObj(i -> new HttpApi(baseOfOne).createRoom()).toList();
        TestRoom room = rooms.get(0);
        try (V1Client first = V1Client.join(baseOfOne, room).comeBackTo(last.base());
            V1Client second = V1Client.join(baseOfTwo, room).comeBackTo(last.base());
            NumberedLoad load = NumberedLoad.between(first, second)) {
          load.more(50);

          long killedAt = System.nanoTime();
          one.kill();
          two.kill();
          first.await("resumed");
          second.await("resumed");
          LOG.info("two of three killed: both clients had resumed after {} ms", since(killedAt));

          load.more(50).verified();
          assertThat(last.api().get("/readyz").status()).isEqualTo(200);
          for (TestRoom each : rooms) {
            assertThat(
                    last.api()
                        .get("/v1/rooms/" + each.roomId() + "?token=" + each.token())
                        .status())
                .isEqualTo(200);
          }
        }
      }
    }
  }

  private static long since(long startNanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }
}
