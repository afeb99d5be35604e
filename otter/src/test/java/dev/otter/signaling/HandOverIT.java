package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that left Vert.x' hands: how they begin, work, and end. */
class HandOverIT {

  private static final byte[] PAYLOAD = "{\"payload\":1}".getBytes(StandardCharsets.UTF_8);

  @TempDir static Path dataDir;
  private static TestNode node;

  @BeforeAll
  static void startNode() {
    node = TestNode.start(dataDir, "OTTER_LIMITS_MESSAGE_RATE", "0");
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length: 5, 400",
    "Transfer-Encoding: chunked, 400",
    "Content-Length: 0, 101",
    "X-Whatever: 1, 101"
  })
  void anUpgradeWithABodyIsNone(String header, int status) throws IOException {
    TestRoom room = node.api().createRoom();
    String path = "/ws?roomId=" + room.roomId() + "&token=" + room.token();

    try (RawWebSocket client = RawWebSocket.request(node.base(), path, header)) {
      assertThat(client.statusLine()).contains(" " + status + " ");
    }
  }

  @Test
  void aRefusedUpgradeLeavesTheConnectionToHttp() throws IOException {
    try (RawWebSocket client = RawWebSocket.request(node.base(), "/ws?token=x")) {
      assertThat(client.statusLine()).contains(" 401 ");
      client.sendBytes("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      client.skipBody();
      assertThat(client.statusLine()).contains(" 200 ");
    }
  }

  @Test
  void whatIsSentAtOnceAfterTheAnswerWaitsForTheRoom() throws IOException {
    TestRoom room = node.api().createRoom();
    TestSignalingClient first = node.connect(room);
    try (RawWebSocket second = RawWebSocket.connect(node.base(), room)) {
      for (int i = 0; i < 100; i++) {
        second.send(
            RawWebSocket.TEXT, true, ("{\"payload\":" + i + "}").getBytes(StandardCharsets.UTF_8));
      }
      assertThat(first.next().get("polite").asBoolean()).isTrue();
      for (int i = 0; i < 100; i++) {
        assertThat(first.next().get("payload").asInt()).isEqualTo(i);
      }
    }
    first.close();
  }

  /**
   * The first asks the room map where it goes; the others know, and must not come before it. Event
   * loops take connections in turn: in one case the two are on the same, in one they are not.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whatIsSentInOneWriteStaysInOrderBehindTheOneThatHasToBeLookedUp(int between)
      throws IOException {
    TestRoom room = node.api().createRoom();
    TestSignalingClient first = node.connect(room);
    for (int i = 0; i < between; i++) {
      RawWebSocket.connect(node.base(), node.api().createRoom()).close();
    }
    try (RawWebSocket second = RawWebSocket.connect(node.base(), room)) {
      String known = first.next().get("destination").asText();
      List<String> messages = new ArrayList<>(List.of("{\"payload\":0}"));
      for (int i = 1; i < 50; i++) {
        messages.add("{\"destination\":\"" + known + "\",\"payload\":" + i + "}");
      }

      second.sendTogether(messages);

      for (int i = 0; i < 50; i++) {
        assertThat(first.next().get("payload").asInt()).isEqualTo(i);
      }
    }
    first.close();
  }

  @Test
  void aCloseFrameIsSentBackAndThenTcpEnds() throws IOException {
    try (RawWebSocket client = RawWebSocket.connect(node.base(), node.api().createRoom())) {
      client.sendClose(3456);

      assertThat(client.closeCode()).isEqualTo(3456);
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void aFrameWithoutAMaskCloses1002AndTcpEndsWhateverTheClientDoes() throws IOException {
    try (RawWebSocket client = RawWebSocket.connect(node.base(), node.api().createRoom())) {
      client.sendBytes(new byte[] {(byte) 0x81, 2, '{', '}'});

      assertThat(client.closeCode()).isEqualTo(1002);
      client.send(RawWebSocket.TEXT, true, PAYLOAD);
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void whoDoesNotAnswerOurCloseFrameIsCutOff() throws IOException {
    try (RawWebSocket client = RawWebSocket.connect(node.base(), node.api().createRoom())) {
      client.send(RawWebSocket.TEXT, true, "no json".getBytes(StandardCharsets.UTF_8));

      assertThat(client.closeCode()).isEqualTo(4400);
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void manyPeersOnAllEventLoopsGetAllThatIsSentInOrder() {
    List<TestSignalingClient> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      TestRoom room = node.api().createRoom();
      clients.add(node.connect(room));
      clients.add(node.connect(room));
      clients.get(2 * i).next();
    }
    for (int i = 0; i < 500; i++) {
      for (TestSignalingClient client : clients) {
        client.send("{\"payload\":" + i + "}");
      }
    }
    for (TestSignalingClient client : clients) {
      for (int i = 0; i < 500; i++) {
        assertThat(client.next().get("payload").asInt()).isEqualTo(i);
      }
    }
    clients.forEach(TestSignalingClient::abort);
  }

  @Test
  void aNodeThatStopsClosesAndForgetsEveryOne(@TempDir Path ownDir) throws IOException {
    TestNode own = TestNode.start(ownDir);
    TestRoom room = own.api().createRoom();
    TestSignalingClient first = own.connect(room);
    try (RawWebSocket second = RawWebSocket.connect(own.base(), room)) {
      first.next();
      assertThat(own.connections()).isEqualTo(2);

      own.close();

      assertThat(first.closed().code()).isEqualTo(4503);
      assertThat(second.closeCode()).isEqualTo(4503);
      assertThat(second.isAtEnd()).isTrue();
      assertThat(own.connections()).isZero();
    }
  }
}
