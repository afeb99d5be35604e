package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T26: connections that begin and never get anywhere, to use up what a node can hold. */
class SlowlorisIT {

  private static final int CROWD = 500;

  @TempDir static Path dataDir;
  private static TestNode node;

  @BeforeAll
  static void startNode() {
    node =
        TestNode.start(
            dataDir, "OTTER_LIMITS_REQUEST_SECONDS", "1", "OTTER_LIMITS_HELLO_SECONDS", "1");
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "G",
        "GET /ws HTTP/1.1\r\nHost: x\r\n",
        "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhl",
        "POST /v1/rooms HTTP/1.1\r\nX: y"
      })
  void aHeadThatNeverEndsIsAnswered408AndClosed(String part) throws IOException {
    try (RawWebSocket client = RawWebSocket.connectSilently(node.base())) {
      client.sendBytes(part.getBytes(StandardCharsets.US_ASCII));

      assertThat(client.statusLine()).isEqualTo("HTTP/1.1 408 Request Timeout");
      assertThat(client.rest())
          .isEqualTo(
              "{\"code\":\"request-late\","
                  + "\"message\":\"a request must have come as a whole within 1 s\"}");
    }
  }

  @Test
  void aHeadThatDribblesForEverIsClosedAsEarlyAsOneThatStops() throws IOException {
    try (RawWebSocket client = RawWebSocket.connectSilently(node.base())) {
      client.sendBytes("GET /healthz HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
      long begin = System.nanoTime();

      assertThat(millisecondsOfDribbling(client, begin)).isLessThan(30_000);
    }
  }

  @Test
  void theSecondRequestOfAConnectionMayDribbleNoLonger() throws IOException {
    try (RawWebSocket client = RawWebSocket.connectSilently(node.base())) {
      client.sendBytes(
          "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.statusLine()).contains(" 200 ");
      client.skipBody();
      client.sendBytes("GET /".getBytes(StandardCharsets.US_ASCII));

      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedFor() throws IOException {
    try (RawWebSocket client = RawWebSocket.connectSilently(node.base())) {
      client.sendBytes(
          ("POST /v1/rooms HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nAuthorization: Bearer "
                  + TestNode.API_KEY
                  + "\r\n\r\n{")
              .getBytes(StandardCharsets.US_ASCII));

      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws IOException {
    try (RawWebSocket client = RawWebSocket.connectSilently(node.base())) {
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void anUpgradeWithoutAHelloIsClosed4407AndTakesNoPlace() throws IOException {
    TestRoom room = node.api().createRoom();
    String path = "/ws?roomId=" + room.roomId() + "&token=" + room.token();
    try (RawWebSocket client =
        RawWebSocket.request(node.base(), path, "Sec-WebSocket-Protocol: otter.v1")) {
      assertThat(client.statusLine()).contains(" 101 ");

      assertThat(client.closeCode()).isEqualTo(4407);
      assertThat(node.participants(room)).isZero();
    }
  }

  @Test
  void aCrowdOfThemKeepsNobodyOutAndNobodyWhoIsInIsDisturbed() throws IOException {
    TestRoom room = node.api().createRoom();
    TestSignalingClient first = node.connect(room);
    TestSignalingClient second = node.connect(room);
    first.next();
    List<RawWebSocket> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < CROWD; i++) {
        RawWebSocket each = RawWebSocket.connectSilently(node.base());
        each.sendBytes("GET /ws HTTP/1.1\r\nHost: x\r\nX: ".getBytes(StandardCharsets.US_ASCII));
        crowd.add(each);
      }
      second.send("{\"payload\":\"still here\"}");
      assertThat(first.next().get("payload").asText()).isEqualTo("still here");
      assertThat(node.api().get("/readyz").status()).isEqualTo(200);
      node.connect(node.api().createRoom()).close();
      for (RawWebSocket each : crowd) {
        assertThat(each.statusLine()).contains(" 408 ");
      }
    } finally {
      for (RawWebSocket each : crowd) {
        each.close();
      }
    }
    first.close();
    second.close();
  }

  @Test
  void aWebSocketIsNoRequestAndStays() throws IOException {
    TestRoom room = node.api().createRoom();
    TestSignalingClient first = node.connect(room);
    try (RawWebSocket late = RawWebSocket.connectSilently(node.base())) {
      // As long as another connection takes to be closed, this one has been upgraded.
      assertThat(late.rest()).isEmpty();
    }
    assertThat(first.isClosed()).isFalse();
    first.close();
  }

  private static long millisecondsOfDribbling(RawWebSocket client, long begin) {
    try {
      while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(30)) {
        client.sendBytes(new byte[] {'x'});
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    } catch (SocketException e) {
      // The server has closed.
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }
}
