package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.TokenForge;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the room knows is learnt after the upgrade, and closes with a code. */
class UpgradeIT {

  @TempDir static Path dataDir;
  private static TestNode node;

  @BeforeAll
  static void startNode() {
    node = TestNode.start(dataDir);
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  void aGoodTokenOfARoomThatHasEndedCloses4404() {
    TestRoom room = node.api().createRoom();
    node.api()
        .send(
            "DELETE",
            "/v1/rooms/" + room.roomId(),
            null,
            "Authorization",
            "Bearer " + TestNode.API_KEY);

    TestSignalingClient client = node.connect(room);

    assertThat(client.closed().code()).isEqualTo(4404);
    assertThat(client.closed().reason()).startsWith("room-closed: ");
  }

  @Test
  void aGoodTokenMakesARoomThatNobodyKnows() {
    TokenForge forge = node.tokens();
    String token =
        forge.sign(
            forge.goodHeader(), forge.goodClaims("rm_nobody", Instant.now().plusSeconds(60)));

    try (TestSignalingClient client = node.connect(new TestRoom("rm_nobody", token))) {
      assertThat(client.isClosed()).isFalse();
    }
  }
}
