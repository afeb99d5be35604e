package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T43: clients want to write lines of their own into the log, or to fill the disk with it. */
class LogInjectionIT {

  private static final String FORGED = "2026-01-01T00:00:00.000Z ERROR Forged line";
  private static final Pattern LINE =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (INFO |WARN |ERROR) .*");
  private static final int FLOOD = 500;

  @TempDir static Path directory;
  private static ProcessNode node;
  private static URI base;
  private static HttpApi api;

  @BeforeAll
  static void startNode() {
    node = ProcessNode.startSingle(directory, Map.of());
    base = node.awaitRunning();
    api = new HttpApi(base);
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  void noLineOfTheLogIsAClients() throws IOException {
    String encoded = "%0d%0a" + FORGED.replace(" ", "%20") + "%0d%0a%1b%5B31m";
    String raw = "\u001b[31m\u0085\u2028" + FORGED;
    TestRoom room = api.createRoom();
    for (String path :
        List.of(
            "/v1/rooms/" + encoded + "?token=" + encoded,
            "/otter-meet/" + encoded,
            "/" + encoded,
            "/ws?roomId=" + encoded + "&token=" + room.token(),
            "/ws?roomId=" + room.roomId() + "&token=" + room.token() + encoded,
            "/" + raw.replace(" ", "%20"))) {
      try (RawWebSocket client =
          RawWebSocket.request(base, path, "Origin: http://x" + raw, "User-Agent: " + raw)) {
        client.statusLine();
      } catch (IOException e) {
        // Closed without an answer is an answer too.
      }
    }
    api.post("/v1/rooms", "{\"uniqueName\":\"a\\r\\n" + FORGED + "\"}");
    api.post("/v1/rooms", "{\"\\r\\n" + FORGED + "\":1}");
    try (RawWebSocket client = RawWebSocket.connectSilently(base)) {
      client.sendBytes(
          ("GET /\r" + FORGED + " HTTP/1.1\r\n\u001b: x\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      client.rest();
    }
    nastyMessages();

    assertNothingForged();
  }

  private static void nastyMessages() throws IOException {
    String text = "\\r\\n" + FORGED + "\\u001b[31m";
    for (String message :
        List.of(
            "{\"destination\":\"" + text + "\",\"payload\":1}",
            "{\"payload\":\"" + text + "\"}",
            "{\"" + text + "\":1}",
            "\r\n" + FORGED)) {
      TestRoom room = api.createRoom();
      TestSignalingClient plain = TestSignalingClient.connect(base, room);
      plain.send(message);
      try (V1Client numbered = V1Client.knock(base, api.createRoom())) {
        numbered.await("welcome");
        numbered.sendRaw(message);
        numbered.sendRaw("{\"type\":\"" + text + "\"}");
        numbered.refused();
      }
      try (RawWebSocket closing = RawWebSocket.connect(base, api.createRoom())) {
        byte[] reason = ("\u0003\u00e8" + FORGED).getBytes(StandardCharsets.ISO_8859_1);
        closing.send(RawWebSocket.CLOSE, true, reason);
        closing.closeCode();
      }
      plain.abort();
    }
  }

  @Test
  void aFloodOfRefusalsWritesNothing() throws IOException {
    TestRoom room = api.createRoom();
    long before = node.err().length();
    for (int i = 0; i < FLOOD; i++) {
      api.get("/v1/rooms/" + room.roomId() + "?token=x.y.z" + i);
      api.send("POST", "/v1/rooms", "{}", "Authorization", "Bearer wrong" + i);
      api.get("/nothing/" + i);
      try (RawWebSocket client =
          RawWebSocket.request(base, "/ws?roomId=" + room.roomId() + "&token=bad")) {
        client.statusLine();
      }
      try (RawWebSocket client = RawWebSocket.connectSilently(base)) {
        client.sendBytes("garbage\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        client.reset();
      }
    }

    assertThat(node.err().length() - before).as("characters for 2,500 refusals").isLessThan(10_000);
    assertNothingForged();
  }

  private static void assertNothingForged() {
    assertThat(node.err()).contains("ready nodeId");
    assertThat(node.err()).doesNotContain("\u001b").doesNotContain("Forged line");
    assertThat(node.err().lines()).allMatch(line -> LINE.matcher(line).matches());
  }
}
