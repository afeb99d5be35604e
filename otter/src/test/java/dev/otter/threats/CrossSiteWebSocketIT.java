package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** T20: a page of another site opens a WebSocket from the browser of somebody who has a link. */
class CrossSiteWebSocketIT {

  @TempDir static Path dataDir;
  private static TestNode node;

  @BeforeAll
  static void startNode() {
    node = TestNode.start(dataDir, "OTTER_ALLOWED_ORIGINS", "https://app.example");
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example, 101",
    "HTTPS://APP.EXAMPLE, 101",
    "https://app.example:444, 403",
    "https://evil.example, 403",
    "https://app.example.evil.example, 403",
    "https://evil-app.example, 403",
    "https://sub.app.example, 403",
    "https://app.example@evil.example, 403",
    "https://app.example:8443, 403",
    "https://app.example., 403",
    "https://app.example/x, 403",
    "http://app.example, 403",
    "wss://app.example, 403",
    "file://, 403",
    "*, 403",
    "null, 403"
  })
  void onlyPagesOfAllowedOriginsMayConnectInEitherDialect(String origin, int status)
      throws IOException {
    for (String dialect : new String[] {"X-None: 1", "Sec-WebSocket-Protocol: otter.v1"}) {
      try (RawWebSocket client = upgrade("Origin: " + origin, dialect)) {
        assertThat(client.statusLine()).contains(" " + status + " ");
        if (status == 403) {
          assertThat(client.body()).contains("\"origin-refused\"");
        }
      }
    }
  }

  @Test
  void anEvilOriginBesideAGoodOneIsRefused() throws IOException {
    try (RawWebSocket client =
            upgrade("Origin: https://evil.example", "Origin: https://app.example");
        RawWebSocket other =
            upgrade("Origin: https://app.example", "Origin: https://evil.example")) {
      assertThat(client.statusLine()).contains(" 403 ");
      assertThat(other.statusLine()).contains(" 403 ");
    }
  }

  @Test
  void theNodesOwnPagesMayAndAClientWithoutAnOriginIsNoBrowserPage() throws IOException {
    try (RawWebSocket own = upgrade("Origin: " + node.base());
        RawWebSocket none = upgrade()) {
      assertThat(own.statusLine()).contains(" 101 ");
      assertThat(none.statusLine()).contains(" 101 ");
    }
  }

  private static RawWebSocket upgrade(String... headers) throws IOException {
    TestRoom room = node.api().createRoom();
    String path = "/ws?roomId=" + room.roomId() + "&token=" + room.token();
    return RawWebSocket.request(node.base(), path, headers);
  }
}
