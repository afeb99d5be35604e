package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.otter.testing.Eventually;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.V1Client;
import dev.otter.turn.testing.FreePorts;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event bus between two nodes. */
class LostRegistrationsIT {

  @TempDir Path directory;

  @Test
  void registrationsThatWereLostAreThereAgainSoon() {
    int portOne = FreePorts.next();
    int portTwo = FreePorts.next();
    String members = "127.0.0.1:" + portOne + ",127.0.0.1:" + portTwo;
    try (TestNode one = TestNode.startClustered(directory.resolve("one"), portOne, members);
        TestNode two = TestNode.startClustered(directory.resolve("two"), portTwo, members)) {
      TestRoom room = one.api().createRoom();
      try (V1Client first = V1Client.join(one.base(), room);
          V1Client second = V1Client.join(two.base(), room)) {
        HazelcastInstance hazelcast =
            Hazelcast.getAllHazelcastInstances().stream()
                .filter(each -> each.getCluster().getMembers().size() == 2)
                .findFirst()
                .orElseThrow();
        String addresses = hazelcast.getMultiMap("__vertx.subs").keySet().toString();

        hazelcast.getMultiMap("__vertx.subs").clear();
        hazelcast.getMap("__vertx.nodeInfo").clear();

        Eventually.within(
            Duration.ofSeconds(30),
            "all are registered again",
            () ->
                hazelcast.getMap("__vertx.nodeInfo").size() == 2
                    && hazelcast.getMultiMap("__vertx.subs").keySet().toString().length()
                        == addresses.length());
        first.send(second.id(), "1");
        second.send(first.id(), "2");
        assertThat(second.next().get("payload").asInt()).isEqualTo(1);
        assertThat(first.next().get("payload").asInt()).isEqualTo(2);
      }
    }
  }

  @Test
  void theEventBusListensAtThePortThatWasAskedFor() throws Exception {
    int port = FreePorts.next();
    int busPort = FreePorts.next();
    try (TestNode node =
        TestNode.startClustered(
            directory, port, "127.0.0.1:" + port, "OTTER_CLUSTER_EVENT_BUS_PORT", "" + busPort)) {
      URI base = node.base();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), busPort)) {
        assertThat(socket.isConnected()).as("beside %s", base).isTrue();
      }
    }
  }
}
