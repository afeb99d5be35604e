package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.RawWebSocket;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.V1Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Breaks and resumes on one node, whose resume window is short. */
class ResumeIT {

  /** Long enough for what is done within it on a busy machine; one test waits for its end. */
  private static final Duration WINDOW = Duration.ofSeconds(10);

  @TempDir static Path dataDir;
  private static TestNode node;

  @BeforeAll
  static void startNode() {
    node = TestNode.startWithResumeWindow(dataDir, WINDOW);
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  void whoComesBackKeepsItsIdAndItsPeersAndWhatWasMissedComesOnceAndInOrder() {
    TestRoom room = node.api().createRoom();
    try (V1Client first = V1Client.join(node.base(), room);
        V1Client second = V1Client.join(node.base(), room)) {
      String id = second.id();
      String secret = second.secret();
      second.drop();
      assertThat(first.await("peer-interrupted").get("connectionId").asText()).isEqualTo(id);
      for (int i = 0; i < 100; i++) {
        first.send(id, String.valueOf(i));
        second.send(first.id(), String.valueOf(i));
      }

      second.resume(node.base(), id, secret);

      JsonNode resumed = second.await("resumed");
      assertThat(resumed.get("connectionId").asText()).isEqualTo(id);
      assertThat(second.secret()).isNotEqualTo(secret);
      assertThat(resumed.at("/peers/0/connectionId").asText()).isEqualTo(first.id());
      assertThat(first.await("peer-resumed").get("connectionId").asText()).isEqualTo(id);
      for (int i = 0; i < 100; i++) {
        assertThat(second.next().get("payload").asInt()).isEqualTo(i);
        assertThat(first.next().get("payload").asInt()).isEqualTo(i);
      }
      first.awaitAcknowledged();
      second.awaitAcknowledged();
      assertThat(first.unreadEvents("peer-left")).isZero();
    }
  }

  @Test
  void aSecretIsGoodOnceAndTheSecondClaimantIsRefused() {
    TestRoom room = node.api().createRoom();
    try (V1Client client = V1Client.join(node.base(), room);
        V1Client thief = V1Client.knock(node.base(), node.api().createRoom())) {
      String id = client.id();
      String used = client.secret();
      client.drop();
      client.resume(node.base(), id, used);
      client.await("resumed");

      try (V1Client late = V1Client.resuming(node.base(), room, id, used)) {
        assertThat(late.refused().code()).isEqualTo(4410);
        assertThat(late.refused().reason()).startsWith("resume-refused: ").doesNotContain(used);
      }
      try (V1Client guess = V1Client.resuming(node.base(), room, id, id)) {
        assertThat(guess.refused().code()).as("the public id is no secret").isEqualTo(4410);
      }
      client.sendRaw("{\"type\":\"ping\"}");
      client.await("pong");
      thief.await("welcome");
    }
  }

  /** The node takes the resume, and the socket breaks before its answer is read. */
  @Test
  void whoseAnswerIsLostComesBackAllTheSame() throws IOException {
    TestRoom room = node.api().createRoom();
    try (V1Client first = V1Client.join(node.base(), room);
        V1Client client = V1Client.join(node.base(), room)) {
      String id = client.id();
      String next = "a".repeat(43);
      RawWebSocket lost = resume(room, id, client.secret(), next, 1_000_000);
      assertThat(first.await("peer-resumed").get("connectionId").asText()).isEqualTo(id);
      assertThat(client.refused().code()).isEqualTo(4411);
      lost.close();
      first.await("peer-interrupted");

      try (RawWebSocket again = resume(room, id, client.secret(), next, 1_000_001);
          RawWebSocket withNext = resume(room, id, next, "b".repeat(43), 1_000_004, again);
          RawWebSocket thief = resume(room, id, client.secret(), "c".repeat(43), 1_000_005);
          RawWebSocket replay = resume(room, id, client.secret(), next, 1_000_001)) {
        assertThat(thief.closeCode()).isEqualTo(4410);
        assertThat(replay.closeCode()).isEqualTo(4410);
        withNext.send(
            RawWebSocket.TEXT, true, "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(withNext.nextText()).isEqualTo("{\"type\":\"pong\"}");
      }
      assertThat(first.unreadEvents("peer-left")).isZero();
    }
  }

  @Test
  void whoDoesNotGetTheWelcomeAsksAgainAndNoGhostHoldsItsPlace() throws IOException {
    TestRoom room = node.api().createRoom();
    try (V1Client first = V1Client.join(node.base(), room)) {
      V1Client client = V1Client.knock(node.base(), room);
      String id = first.await("peer-joined").get("connectionId").asText();
      client.drop();
      first.await("peer-interrupted");

      String hello = "{\"type\":\"join\",\"attempt\":1000000,\"secret\":\"%s\"}";
      try (RawWebSocket again = open(room, hello.formatted(client.secret()))) {
        assertThat(again.nextText()).contains("\"welcome\"", '"' + id + '"');
        first.send(id, "1");
        assertThat(again.nextText()).contains("\"payload\":1");
        assertThat(first.unreadEvents("peer-left")).isZero();
      }
    }
  }

  /** A resume that succeeds, after another one has. */
  private static RawWebSocket resume(
      TestRoom room, String id, String secret, String next, long attempt, RawWebSocket after)
      throws IOException {
    assertThat(after.nextText()).contains("\"resumed\"", '"' + id + '"');
    RawWebSocket resumed = resume(room, id, secret, next, attempt);
    assertThat(resumed.nextText()).contains("\"resumed\"", '"' + id + '"');
    return resumed;
  }

  private static RawWebSocket resume(
      TestRoom room, String id, String secret, String next, long attempt) throws IOException {
    return open(
        room,
        ("{\"type\":\"resume\",\"attempt\":%d,\"connectionId\":\"%s\","
                + "\"secret\":\"%s\",\"nextSecret\":\"%s\"}")
            .formatted(attempt, id, secret, next));
  }

  private static RawWebSocket open(TestRoom room, String hello) throws IOException {
    RawWebSocket socket =
        RawWebSocket.request(
            node.base(),
            "/ws?roomId=" + room.roomId() + "&token=" + room.token(),
            "Sec-WebSocket-Protocol: otter.v1");
    socket.statusLine();
    socket.send(RawWebSocket.TEXT, true, hello.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @Test
  void anotherSubjectIsRefusedAndAnotherRoomKnowsNothing() {
    TestRoom room = node.api().createRoom();
    Instant later = Instant.now().plusSeconds(60);
    String otherToken =
        node.tokens()
            .sign(node.tokens().goodHeader(), node.tokens().goodClaims(room.roomId(), later));
    try (V1Client client = V1Client.join(node.base(), room);
        V1Client other =
            V1Client.resuming(
                node.base(),
                new TestRoom(room.roomId(), otherToken),
                client.id(),
                client.secret());
        V1Client elsewhere =
            V1Client.resuming(node.base(), node.api().createRoom(), client.id(), client.secret())) {
      assertThat(other.refused().code()).isEqualTo(4410);
      elsewhere.await("resync");
      assertThat(elsewhere.await("welcome").get("connectionId").asText()).isNotEqualTo(client.id());
    }
  }

  @Test
  void whoResumesWhileItsOldSocketIsOpenTakesItOver() {
    TestRoom room = node.api().createRoom();
    try (V1Client first = V1Client.join(node.base(), room);
        V1Client old = V1Client.join(node.base(), room);
        V1Client now = V1Client.resuming(node.base(), room, old.id(), old.secret())) {
      now.await("resumed");

      assertThat(old.refused().code()).isEqualTo(4411);
      first.send(old.id(), "1");
      assertThat(now.next().get("payload").asInt()).isEqualTo(1);
      assertThat(first.unreadEvents("peer-left")).isZero();
      assertThat(first.unreadEvents("peer-interrupted")).isZero();
    }
  }

  @Test
  void afterTheWindowTheOthersAreToldAndAResumeIsANewBeginning() {
    TestRoom room = node.api().createRoom();
    try (V1Client first = V1Client.join(node.base(), room);
        V1Client second = V1Client.join(node.base(), room)) {
      String id = second.id();
      second.drop();

      first.await("peer-interrupted");
      assertThat(first.await("peer-left").get("connectionId").asText()).isEqualTo(id);
      second.resume(node.base(), id, second.secret());
      second.await("resync");
      assertThat(second.await("welcome").get("connectionId").asText()).isNotEqualTo(id);
      assertThat(first.await("peer-joined").get("connectionId").asText()).isEqualTo(second.id());
    }
  }

  @Test
  void aDropDuringALongExchangeLosesNothing() {
    TestRoom room = node.api().createRoom();
    try (V1Client first = V1Client.join(node.base(), room).comeBackTo(node.base());
        V1Client second = V1Client.join(node.base(), room).comeBackTo(node.base())) {
      for (int i = 0; i < 600; i++) {
        if (i % 100 == 50) {
          (i % 200 == 50 ? first : second).drop();
        }
        first.send(second.id(), String.valueOf(i));
        second.send(first.id(), String.valueOf(i));
        if (i % 100 == 99) {
          first.awaitAcknowledged();
          second.awaitAcknowledged();
        }
      }
      for (int i = 0; i < 600; i++) {
        assertThat(first.next().get("payload").asInt()).isEqualTo(i);
        assertThat(second.next().get("payload").asInt()).isEqualTo(i);
      }
      assertThat(first.unread() + second.unread()).isZero();
      assertThat(first.unreadEvents("peer-left") + second.unreadEvents("peer-left")).isZero();
    }
  }
}
