package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits on a client, each tripped: who goes too far is sent away, the others go on. */
class LimitsIT {

  @TempDir Path dataDir;

  @Test
  void whoSendsTooManyMessagesIsClosedAndTheOthersAreUntouched() {
    try (TestNode node = TestNode.start(dataDir, "OTTER_LIMITS_MESSAGE_RATE", "10")) {
      TestRoom room = node.api().createRoom();
      TestSignalingClient first = node.connect(room);
      TestSignalingClient second = node.connect(room);
      first.next();

      for (int i = 0; i < 20; i++) {
        second.send("{\"payload\":" + i + "}");
      }
      while (!second.isClosed()) {
        second.sendUnlessClosed("{\"payload\":20}");
      }

      assertThat(second.closed().code()).isEqualTo(4429);
      assertThat(second.closed().reason()).startsWith("message-rate: ");
      for (int i = 0; i < 20; i++) {
        assertThat(first.next().get("payload").asInt()).isEqualTo(i);
      }
      first.close();
    }
  }

  @Test
  void anAddressWithAsManyConnectionsAsItMayGets429UntilOneEnds() throws IOException {
    try (TestNode node = TestNode.start(dataDir, "OTTER_LIMITS_CONNECTIONS_PER_ADDRESS", "2")) {
      TestRoom room = node.api().createRoom();
      TestSignalingClient first = node.connect(room);
      TestSignalingClient second = node.connect(room);
      first.next();
      TestRoom other = node.api().createRoom();

      assertThat(upgrade(node, other)).contains(" 429 ");
      second.close();
      first.next();

      TestSignalingClient third = node.connect(other);
      assertThat(third.isClosed()).isFalse();
      third.close();
      first.close();
    }
  }

  @Test
  void aNodeWithAsManyConnectionsAsItMayGives503() throws IOException {
    try (TestNode node = TestNode.start(dataDir, "OTTER_LIMITS_CONNECTIONS_PER_NODE", "1")) {
      TestSignalingClient first = node.connect(node.api().createRoom());

      assertThat(upgrade(node, node.api().createRoom())).contains(" 503 ");
      first.close();
    }
  }

  private static String upgrade(TestNode node, TestRoom room) throws IOException {
    String path = "/ws?roomId=" + room.roomId() + "&token=" + room.token();
    try (RawWebSocket client = RawWebSocket.request(node.base(), path)) {
      return client.statusLine();
    }
  }
}
