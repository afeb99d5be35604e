package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Nodes that die, hang or start together: their connections are noticed gone, nobody else's. */
class NodeDeathIT {

  private static final Logger LOG = LoggerFactory.getLogger(NodeDeathIT.class);

  @TempDir Path directory;

  @Test
  void thePeersOfAKilledNodesClientsAreToldAndThePlaceIsFree() {
    int portOne = TestNode.freePort();
    int portTwo = TestNode.freePort();
    String members = "127.0.0.1:" + portOne + ",127.0.0.1:" + portTwo;
    try (TestNode one = TestNode.startClustered(directory.resolve("one"), portOne, members);
        ProcessNode two = ProcessNode.startClustered(directory.resolve("two"), portTwo, members)) {
      URI baseOfTwo = two.awaitRunning();
      TestRoom room = one.api().createRoom();
      TestSignalingClient first = one.connect(room);
      TestSignalingClient second = TestSignalingClient.connect(baseOfTwo, room);
      String secondId = first.next().get("source").asText();

      two.kill();

      assertThat(first.next().has("error")).isFalse();
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
    int portOne = TestNode.freePort();
    int portTwo = TestNode.freePort();
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

      assertThat(first.next(30).has("error")).isFalse();
      LOG.info(
          "a hung node was noticed after {} ms",
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - frozenAt));
      assertThat(one.participants(room)).isEqualTo(1);
      first.close();
    }
  }

  @Test
  void nodesStartedTogetherAreOneCluster() {
    int portOne = TestNode.freePort();
    int portTwo = TestNode.freePort();
    String members = "127.0.0.1:" + portOne + ",127.0.0.1:" + portTwo;
    long startedAt = System.nanoTime();
    try (ProcessNode one = ProcessNode.startClustered(directory.resolve("one"), portOne, members);
        ProcessNode two = ProcessNode.startClustered(directory.resolve("two"), portTwo, members)) {
      HttpApi onOne = new HttpApi(one.awaitRunning());
      HttpApi onTwo = new HttpApi(two.awaitRunning());
      LOG.info(
          "two nodes started together ran after {} ms",
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt));

      TestRoom room = onOne.createRoom();

      assertThat(onTwo.get("/v1/rooms/" + room.roomId() + "?token=" + room.token()).status())
          .isEqualTo(200);
    }
  }
}
