package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.ProcessNode;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is killed takes its connections with it, and nobody else's. */
class NodeDeathIT {

  @TempDir Path directory;

  @Test
  void thePeersOfAKilledNodesClientsAreToldAndThePlaceIsFree() {
    int portOne = TestNode.freePort();
    int portTwo = TestNode.freePort();
    String members = "127.0.0.1:" + portOne + ",127.0.0.1:" + portTwo;
    Map<String, String> environment =
        Map.of(
            "OTTER_HTTP_PORT",
            "0",
            "OTTER_HTTP_HOST",
            "127.0.0.1",
            "OTTER_CLUSTER_PORT",
            String.valueOf(portTwo),
            "OTTER_CLUSTER_MEMBERS",
            members);
    try (TestNode one = TestNode.startClustered(directory.resolve("one"), portOne, members);
        ProcessNode two = ProcessNode.start(directory.resolve("two"), environment, "-cluster")) {
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
}
