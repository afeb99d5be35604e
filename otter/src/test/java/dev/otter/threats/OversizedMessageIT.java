package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** T22: messages too large, too deep, too many-membered, or without an end. */
class OversizedMessageIT {

  private static final Logger LOG = LoggerFactory.getLogger(OversizedMessageIT.class);
  private static final int LIMIT = 65_536;
  private static final int ROUNDS = 10;

  @TempDir static Path dataDir;
  private static TestNode node;
  private static TestSignalingClient bystander;
  private static TestSignalingClient bystandersPeer;
  private TestRoom room;

  @BeforeAll
  static void startNodeWithACall() {
    node = TestNode.start(dataDir, "OTTER_LIMITS_MESSAGE_RATE", "0");
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
    echo();
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
  void otterV1HasTheSameLimit() {
    try (V1Client first = V1Client.join(node.base(), room);
        V1Client second = V1Client.join(node.base(), room)) {
      String begin = "{\"destination\":\"" + first.id() + "\",\"seq\":1,\"payload\":\"";
      second.sendRaw(begin + "x".repeat(LIMIT - begin.length() - 2) + "\"}");
      assertThat(first.next().get("payload").asText()).isNotEmpty();
      second.sendRaw(begin + "x".repeat(LIMIT - begin.length() - 1) + "\"}");

      assertThat(second.refused().code()).isEqualTo(1009);
    }
  }

  @Test
  void twoMebibytesClose1009AndAreNotKept() throws IOException {
    try (RawWebSocket client = RawWebSocket.connect(node.base(), room)) {
      client.send(RawWebSocket.TEXT, true, new byte[2 * 1024 * 1024]);

      assertThat(client.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aFrameThatOnlyClaimsToBeHugeCloses1009BeforeItComes() throws IOException {
    for (long length : new long[] {LIMIT + 1, Integer.MAX_VALUE + 1L, Long.MAX_VALUE}) {
      try (RawWebSocket client = RawWebSocket.connect(node.base(), node.api().createRoom())) {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) 0x81).put((byte) 0xff);
        client.sendBytes(header.putLong(length).putInt(0).array());

        assertThat(client.closeCode()).isEqualTo(1009);
      }
    }
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
  void continuationsWithoutAnEndCloseAtTheLimitHoweverSmallTheyAre() throws IOException {
    try (RawWebSocket client = RawWebSocket.connect(node.base(), room)) {
      client.send(RawWebSocket.TEXT, false, new byte[] {' '});
      byte[] frame = {0, (byte) 0x81, 0, 0, 0, 0, ' '};
      ByteBuffer thousand = ByteBuffer.allocate(1_000 * frame.length);
      while (thousand.hasRemaining()) {
        thousand.put(frame);
      }
      for (int i = 0; i < LIMIT / 1_000 + 1; i++) {
        client.sendBytes(thousand.array());
      }

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

  @Test
  void nastyTextsHurtNobodyInEitherDialect() {
    String keys =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "\"k" + i + "\":1")
            .collect(Collectors.joining(","));
    long slowest = 0;
    for (String nasty :
        new String[] {
          "[".repeat(50_000),
          "{\"a\":".repeat(10_000),
          "{\"payload\":" + "9".repeat(50_000) + "}",
          "{\"destination\":" + "9".repeat(10_000) + ",\"payload\":1}",
          "{\"" + "k".repeat(60_000) + "\":1}",
          "{" + keys + "}"
        }) {
      for (int i = 0; i < ROUNDS; i++) {
        TestSignalingClient plain = TestSignalingClient.connect(node.base(), room);
        plain.send(nasty);
        slowest = Math.max(slowest, echo());
        assertThat(plain.closed().code()).as(nasty.substring(0, 20)).isEqualTo(4400);
        try (V1Client numbered = V1Client.join(node.base(), room)) {
          numbered.sendRaw(nasty);
          slowest = Math.max(slowest, echo());
          assertThat(numbered.refused().code()).as(nasty.substring(0, 20)).isEqualTo(4400);
        }
      }
    }
    LOG.info("the slowest message of the others took {} us", slowest);
    assertThat(slowest).isLessThan(TimeUnit.SECONDS.toMicros(5));
  }

  private static long echo() {
    long begin = System.nanoTime();
    bystandersPeer.send("{\"payload\":\"still here\"}");
    assertThat(bystander.next().get("payload").asText()).isEqualTo("still here");
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
  }
}
