package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T23: little that becomes much when it is unpacked. Nothing that comes in is ever unpacked. */
class CompressedMessageIT {

  private static final int COMPRESSED_TEXT = 0x40 | RawWebSocket.TEXT;
  private static final int BLANKS = 1024 * 1024;

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
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits; server_no_context_takeover",
        "x-webkit-deflate-frame",
        "permessage-bzip2, permessage-deflate"
      })
  void noExtensionIsNegotiatedAndACompressedFrameCloses1002(String offered) throws IOException {
    for (String dialect : new String[] {"X-None: 1", "Sec-WebSocket-Protocol: otter.v1"}) {
      TestRoom room = node.api().createRoom();
      String path = "/ws?roomId=" + room.roomId() + "&token=" + room.token();
      try (RawWebSocket client =
          RawWebSocket.request(
              node.base(), path, "Sec-WebSocket-Extensions: " + offered, dialect)) {
        // Fails when the answer names an extension.
        assertThat(client.statusLine()).contains(" 101 ");
        client.send(COMPRESSED_TEXT, true, deflated());

        assertThat(client.closeCode()).isEqualTo(1002);
      }
    }
  }

  @Test
  void aPackedBodyOfARequestIsTakenAsItIs() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("{\"uniqueName\":\"packed\"}".getBytes(StandardCharsets.UTF_8));
    }
    try (RawWebSocket client = RawWebSocket.connectSilently(node.base())) {
      String head =
          "POST /v1/rooms HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n"
              + "Authorization: Bearer %s\r\n\r\n";
      client.sendBytes(
          head.formatted(packed.size(), TestNode.API_KEY).getBytes(StandardCharsets.US_ASCII));
      client.sendBytes(packed.toByteArray());

      assertThat(client.statusLine()).contains(" 400 ");
      assertThat(client.body()).contains("\"body-invalid\"");
    }
    Answer answer = node.api().post("/v1/rooms", "{}");
    assertThat(answer.status()).isEqualTo(201);
  }

  private static byte[] deflated() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    byte[] blanks = new byte[BLANKS];
    Arrays.fill(blanks, (byte) ' ');
    try (DeflaterOutputStream packing = new DeflaterOutputStream(out, deflater)) {
      for (int i = 0; i < 32; i++) {
        packing.write(blanks);
      }
    }
    deflater.end();
    return out.toByteArray();
  }
}
