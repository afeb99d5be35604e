package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.Eventually;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.SwallowingProxy;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * F9: the network of a client goes away without a word, so that TCP stands and nothing comes. The
 * node notices, lets the connection go, and tells the others as their dialect says. With a limit of
 * 5 s for silence; 20 s, the default, differ by nothing else.
 */
class HalfOpenIT {

  private static final Logger LOG = LoggerFactory.getLogger(HalfOpenIT.class);
  private static final int BOUND_SECONDS = 30;

  @TempDir static Path dataDir;
  private static TestNode node;

  @BeforeAll
  static void startNode() {
    node = TestNode.start(dataDir, "OTTER_LIMITS_SILENCE_SECONDS", "5");
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  void aPlainClientThatIsGoneIsLetGoAndItsPeerToldOfTheDeparture() throws IOException {
    TestRoom room = node.api().createRoom();
    TestSignalingClient stays = node.connect(room);
    try (SwallowingProxy network = SwallowingProxy.to(node.base());
        RawWebSocket lost = RawWebSocket.connect(network.base(), room)) {
      JsonNode arrival = stays.next();
      assertThat(lost).isNotNull();

      network.swallow();
      awaitConnections("plain", 1);

      assertThat(stays.next().toString())
          .isEqualTo("{\"source\":null,\"destination\":" + arrival.get("destination") + "}");
      assertThat(node.participants(room)).isEqualTo(1);
    }
    assertThat(stays.isClosed()).as("who answers pings stays").isFalse();
    stays.close();
  }

  @Test
  void aClientOfV1ThatIsGoneIsInterruptedKeepsItsPlaceAndCanComeBack() throws IOException {
    TestRoom room = node.api().createRoom();
    try (V1Client stays = V1Client.join(node.base(), room);
        SwallowingProxy network = SwallowingProxy.to(node.base());
        V1Client lost = V1Client.join(network.base(), room)) {
      String id = lost.id();
      stays.await("peer-joined");

      network.swallow();
      awaitConnections("otter.v1", 1);

      assertThat(stays.await("peer-interrupted").get("connectionId").asText()).isEqualTo(id);
      assertThat(node.participants(room)).as("its place waits for it").isEqualTo(2);
      stays.send(id, "\"meanwhile\"");
      lost.drop();
      lost.resume(node.base(), id, lost.secret());
      lost.await("resumed");
      assertThat(lost.next().get("payload").asText()).isEqualTo("meanwhile");
      assertThat(stays.unreadEvents("peer-left")).isZero();
    }
  }

  private static void awaitConnections(String dialect, int count) {
    long milliseconds =
        Eventually.within(
            Duration.ofSeconds(BOUND_SECONDS),
            count + " connections",
            () -> node.connections() == count);
    LOG.info("{}: a dead connection was let go after {} ms of silence", dialect, milliseconds);
  }
}
