package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a client may not send: each ends its own connection with the code that fits, and a call that
 * is going on in another room of the same node hears nothing of it.
 */
class BadMessagesIT {

  private static final int LIMIT = 65_536;

  @TempDir static Path dataDir;
  private static TestNode node;
  private static TestSignalingClient bystander;
  private static TestSignalingClient bystandersPeer;
  private TestRoom room;

  @BeforeAll
  static void startNodeWithACall() {
    node = TestNode.start(dataDir);
    TestRoom call = node.api().createRoom();
    bystander = node.connect(call);
    bystandersPeer = node.connect(call);
    bystander.next();
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @BeforeEach
  void makeRoom() {
    room = node.api().createRoom();
  }

  @AfterEach
  void theOtherCallIsUntouched() {
    bystandersPeer.send("{\"payload\":\"still here\"}");
    assertThat(bystander.next().get("payload").asText()).isEqualTo("still here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "1",
        "null",
        "\"text\"",
        "{\"payload\":1",
        "{\"payload\":1} {}",
        "{\"payload\":1}x",
        "{\"destination\":null}",
        "{\"payload\":null}",
        "{\"payload\":1,\"payload\":2}",
        "{\"payload\":1,\"source\":\"a\",\"source\":\"b\"}",
        "{\"payload\":1,\"destination\":7}",
        "{\"payload\":1,\"destination\":[\"*\"]}",
        "{\"payload\":1,\"polite\":\"yes\"}",
        "{\"action\":\"sendmessage\",\"message\":{\"payload\":null}}",
        "{\"action\":\"sendmessage\",\"message\":\"text\"}",
        "\u0000{\u0000\"\u0000p\u0000\"\u0000:\u00001\u0000}",
        "\ufeff{\"payload\":1}",
        "{\"action\":\"other\",\"message\":{\"payload\":1}}"
      })
  void whatIsNoMessageCloses4400(String text) {
    TestSignalingClient client = node.connect(room);

    client.send(text);

    assertThat(client.closed().code()).isEqualTo(4400);
    assertThat(client.closed().reason()).startsWith("message-invalid: ");
  }

  @Test
  void deepNestingCloses4400AndTheDeepestAllowedPasses() {
    TestSignalingClient first = node.connect(room);
    TestSignalingClient second = node.connect(room);
    first.next();
    String deepest = "[".repeat(31) + "]".repeat(31);

    second.send("{\"payload\":" + deepest + "}");
    assertThat(first.next().get("payload").toString()).isEqualTo(deepest);
    second.send("{\"payload\":[" + deepest + "]}");

    assertThat(second.closed().code()).isEqualTo(4400);
    first.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {100_000})
  void manyBracketsOrKeysOrDigitsHurtNobody(int count) {
    for (String nasty :
        new String[] {"[".repeat(count / 2), "{\"payload\":" + "9".repeat(count / 2) + "}"}) {
      TestSignalingClient client = node.connect(node.api().createRoom());
      client.send(nasty);
      assertThat(client.closed().code()).isEqualTo(4400);
    }
  }

  @Test
  void theLargestMessagePassesAndOneByteMoreCloses1009() {
    TestSignalingClient first = node.connect(room);
    TestSignalingClient second = node.connect(room);
    first.next();
    String largest = "{\"payload\":\"" + "x".repeat(LIMIT - 14) + "\"}";
    assertThat(largest).hasSize(LIMIT);

    second.send(largest);
    assertThat(first.next().get("payload").asText()).hasSize(LIMIT - 14);
    second.send(largest + " ");

    assertThat(second.closed().code()).isEqualTo(1009);
    first.close();
  }

  @Test
  void fragmentsThatAddUpToTooMuchClose1009() throws IOException {
    try (RawWebSocket client = RawWebSocket.connect(node.base(), room)) {
      byte[] part = "x".repeat(30_000).getBytes(StandardCharsets.UTF_8);
      client.send(RawWebSocket.TEXT, false, part);
      client.send(RawWebSocket.CONTINUATION, false, part);
      client.send(RawWebSocket.CONTINUATION, false, part);

      assertThat(client.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aMessageOfOneByteFramesIsAMessage() throws IOException {
    TestSignalingClient first = node.connect(room);
    try (RawWebSocket client = RawWebSocket.connect(node.base(), room)) {
      first.next();
      byte[] text = "{\"payload\":\"ä\"}".getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < text.length; i++) {
        int type = i == 0 ? RawWebSocket.TEXT : RawWebSocket.CONTINUATION;
        client.send(type, i == text.length - 1, new byte[] {text[i]});
      }

      assertThat(first.next().get("payload").asText()).isEqualTo("ä");
    }
    first.close();
  }

  @Test
  void aBinaryMessageCloses1003() {
    TestSignalingClient client = node.connect(room);

    client.sendBinary("{\"payload\":1}");

    assertThat(client.closed().code()).isEqualTo(1003);
  }

  @Test
  void textThatIsNotUtf8Closes1007() throws IOException {
    for (byte[] bad :
        new byte[][] {
          {(byte) 0xc3, 0x28}, {(byte) 0xff}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}
        }) {
      try (RawWebSocket client = RawWebSocket.connect(node.base(), node.api().createRoom())) {
        client.send(RawWebSocket.TEXT, true, bad);

        assertThat(client.closeCode()).isEqualTo(1007);
      }
    }
  }

  @Test
  void compressionIsNotNegotiated() throws IOException {
    String path = "/ws?roomId=" + room.roomId() + "&token=" + room.token();
    try (RawWebSocket client =
        RawWebSocket.request(
            node.base(),
            path,
            "Sec-WebSocket-Extensions: permessage-deflate, x-webkit-deflate-frame")) {
      assertThat(client.statusLine()).contains(" 101 ");
    }
  }
}
