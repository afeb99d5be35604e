package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T24: bytes that are no text, text that is no message, and names that look like other names. */
class InvalidTextIT {

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c328",
        "ff",
        "eda080",
        "edb080",
        "c080",
        "f8888080",
        "f4908080",
        "e282",
        "80",
        "7b22c3227d"
      })
  void textThatIsNotUtf8Closes1007InEitherDialect(String hex) throws IOException {
    byte[] bad = HexFormat.of().parseHex(hex);
    try (RawWebSocket plain = RawWebSocket.connect(node.base(), node.api().createRoom());
        RawWebSocket numbered = RawWebSocket.connectV1(node.base(), node.api().createRoom())) {
      plain.send(RawWebSocket.TEXT, true, bad);
      numbered.send(RawWebSocket.TEXT, true, bad);

      assertThat(plain.closeCode()).isEqualTo(1007);
      assertThat(numbered.closeCode()).isEqualTo(1007);
    }
  }

  @Test
  void aCharacterCutByFramesIsWholeAndOneThatStaysCutCloses1007() throws IOException {
    TestRoom room = node.api().createRoom();
    TestSignalingClient peer = node.connect(room);
    byte[] text = "{\"payload\":\"€\"}".getBytes(StandardCharsets.UTF_8);
    try (RawWebSocket client = RawWebSocket.connect(node.base(), room)) {
      peer.next();
      client.send(RawWebSocket.TEXT, false, Arrays.copyOf(text, 13));
      client.send(RawWebSocket.CONTINUATION, true, Arrays.copyOfRange(text, 13, text.length));
      assertThat(peer.next().get("payload").asText()).isEqualTo("€");

      client.send(RawWebSocket.TEXT, true, Arrays.copyOf(text, 13));
      assertThat(client.closeCode()).isEqualTo(1007);
    }
    peer.close();
  }

  @Test
  void aBinaryMessageCloses1003InEitherDialect() throws IOException {
    TestSignalingClient plain = node.connect(node.api().createRoom());
    plain.sendBinary("{\"payload\":1}");
    assertThat(plain.closed().code()).isEqualTo(1003);
    try (RawWebSocket numbered = RawWebSocket.connectV1(node.base(), node.api().createRoom())) {
      numbered.send(2, true, new byte[] {'{', '}'});
      assertThat(numbered.closeCode()).isEqualTo(1003);
    }
  }

  /** The server reads no payload: what is valid JSON passes, byte for byte. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\u0000\\u001b[31m\\r\\n\"",
        "\"\u202etxet idib\u202c\"",
        "\"\ufeff\"",
        "\"\uffff\u0085\u2028\""
      })
  void anOddPayloadPassesByteForByteInEitherDialect(String payload) {
    TestRoom room = node.api().createRoom();
    TestSignalingClient first = node.connect(room);
    TestSignalingClient second = node.connect(room);
    first.next();
    second.send("{\"payload\":" + payload + "}");
    assertThat(first.nextText()).endsWith("\"payload\":" + payload + "}");
    first.close();
    second.close();
    TestRoom other = node.api().createRoom();
    try (V1Client numbered = V1Client.join(node.base(), other)) {
      TestSignalingClient plain = node.connect(other);
      String plainId = numbered.await("peer-joined").get("connectionId").asText();
      numbered.send(plainId, payload);
      assertThat(plain.nextText()).endsWith("\"payload\":" + payload + "}");
      plain.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u0000",
        "a\\r\\nb",
        "a\\u001b[31mb",
        "\\u202eabc",
        "a\\u2066b",
        "\\ud800",
        "a\\u200bb",
        "\\ufeffabc"
      })
  void aRoomsNameHasNoControlAndNoHiddenCharacters(String name) {
    Answer answer = node.api().post("/v1/rooms", "{\"uniqueName\":\"" + name + "\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isIn("field-invalid", "body-invalid");
  }
}
