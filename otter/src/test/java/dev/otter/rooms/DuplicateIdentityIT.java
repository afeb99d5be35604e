package dev.otter.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules for an identity that comes twice which are not the default. */
class DuplicateIdentityIT {

  @TempDir private Path dataDir;

  @Test
  void withRefuseTheNewestIsRefusedWhileTheOlderIsConnected() {
    try (TestNode node = TestNode.start(dataDir, "OTTER_ROOMS_DUPLICATE_IDENTITY", "refuse")) {
      TestRoom room = zoe(node, node.api().createRoom());
      try (V1Client older = V1Client.join(node.base(), room);
          V1Client newest = V1Client.knock(node.base(), room)) {
        assertThat(newest.refused().code()).isEqualTo(4413);
        assertThat(newest.refused().reason()).startsWith("identity-present: ");
        TestSignalingClient plain = TestSignalingClient.connect(node.base(), room);
        assertThat(plain.closed().code()).isEqualTo(4413);

        older.sendRaw("{\"type\":\"ping\"}");
        older.await("pong");
        older.drop();
        try (V1Client anew = await(node, room)) {
          assertThat(anew.id()).isNotEqualTo(older.id());
        }
      }
    }
  }

  @Test
  void withAllowBothAreIn() {
    try (TestNode node = TestNode.start(dataDir, "OTTER_ROOMS_DUPLICATE_IDENTITY", "allow")) {
      TestRoom room = zoe(node, node.api().createRoom());
      try (V1Client older = V1Client.join(node.base(), room);
          V1Client newest = V1Client.join(node.base(), room)) {
        older.send(newest.id(), "1");
        assertThat(newest.next().get("source").asText()).isEqualTo(older.id());
      }
    }
  }

  /** The node notices the break in its own time. */
  private static V1Client await(TestNode node, TestRoom room) {
    for (int i = 0; i < 100; i++) {
      V1Client client = V1Client.knock(node.base(), room);
      if (client.nextEvent().path("type").asText().equals("welcome")) {
        return client;
      }
      client.close();
    }
    throw new AssertionError("the interrupted one does not give way");
  }

  private static TestRoom zoe(TestNode node, TestRoom room) {
    return new TestRoom(
        room.roomId(),
        node.api()
            .post("/v1/rooms/" + room.roomId() + "/tokens", "{\"identity\":\"zoe\"}")
            .json()
            .get("token")
            .asText());
  }
}
