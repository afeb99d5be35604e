package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.TokenForge;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in at {@code /ws}: refusals come as HTTP answers, before anything is upgraded. */
class UpgradeIT {

  @TempDir static Path dataDir;
  private static TestNode node;
  private static TestRoom room;

  @BeforeAll
  static void startNode() {
    node = TestNode.start(dataDir, "OTTER_ALLOWED_ORIGINS", "https://app.example");
    room = node.api().createRoom();
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  void aMissingForgedExpiredOrForeignTokenIs401() throws IOException {
    TokenForge forge = node.tokens();
    Instant now = Instant.now();
    String good = forge.goodClaims(room.roomId(), now.plusSeconds(60));
    TestRoom other = node.api().createRoom();

    assertThat(status("/ws?roomId=" + room.roomId())).contains(" 401 ");
    assertThat(status(room.roomId(), "")).contains(" 401 ");
    assertThat(status(room.roomId(), "x.y.z")).contains(" 401 ");
    assertThat(status(room.roomId(), TestNode.API_KEY)).contains(" 401 ");
    assertThat(status(room.roomId(), TokenForge.unsigned(forge.goodHeader(), good, "")))
        .contains(" 401 ");
    assertThat(status(room.roomId(), TokenForge.unsigned("{\"alg\":\"none\"}", good, "")))
        .contains(" 401 ");
    assertThat(
            status(
                room.roomId(),
                forge.sign(
                    forge.goodHeader(), forge.goodClaims(room.roomId(), now.minusSeconds(60)))))
        .contains(" 401 ");
    assertThat(status(room.roomId(), other.token())).contains(" 401 ");
    assertThat(status("/ws?token=" + room.token())).contains(" 401 ");
    assertThat(status(room.roomId(), forge.sign(forge.goodHeader(), good))).contains(" 101 ");
  }

  @Test
  void aGoodTokenOfARoomThatIsNotThereCloses4404() {
    TokenForge forge = node.tokens();
    String token =
        forge.sign(
            forge.goodHeader(), forge.goodClaims("rm_nobody", Instant.now().plusSeconds(60)));

    TestSignalingClient client = node.connect(new TestRoom("rm_nobody", token));

    assertThat(client.closed().code()).isEqualTo(4404);
    assertThat(client.closed().reason()).startsWith("room-not-found: ");
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example, 101",
    "HTTPS://APP.EXAMPLE, 101",
    "https://evil.example, 403",
    "https://app.example.evil.example, 403",
    "https://app.example:8443, 403",
    "http://app.example, 403",
    "null, 403"
  })
  void onlyPagesOfAllowedOriginsMayConnect(String origin, int status) throws IOException {
    TestRoom fresh = node.api().createRoom();
    String path = "/ws?roomId=" + fresh.roomId() + "&token=" + fresh.token();

    try (RawWebSocket client = RawWebSocket.request(node.base(), path, "Origin: " + origin)) {
      assertThat(client.statusLine()).contains(" " + status + " ");
    }
  }

  @Test
  void aClientWithoutAnOriginIsNoBrowserPageAndMayConnect() throws IOException {
    TestRoom fresh = node.api().createRoom();

    assertThat(status(fresh.roomId(), fresh.token())).contains(" 101 ");
  }

  private static String status(String roomId, String token) throws IOException {
    return status("/ws?roomId=" + roomId + "&token=" + token);
  }

  private static String status(String path) throws IOException {
    try (RawWebSocket client = RawWebSocket.request(node.base(), path)) {
      return client.statusLine();
    }
  }
}
