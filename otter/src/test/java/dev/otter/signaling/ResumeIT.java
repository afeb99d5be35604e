package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.V1Client;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Breaks and resumes on one node, whose resume window is short. */
class ResumeIT {

  private static final Duration WINDOW = Duration.ofSeconds(2);

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
      assertThat(resumed.get("resumeSecret").asText()).isNotEqualTo(secret);
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
