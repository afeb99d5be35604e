package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T37: messages that come again, or with numbers left out. In otter.v1 numbers are the clients'
 * affair; for a plain client its node keeps them, so there it is the server that must not be
 * fooled.
 */
class ReplayIT {

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

  @Test
  void aPlainClientGetsAReplayedMessageOnceAndInOrder() {
    TestRoom room = node.api().createRoom();
    try (V1Client attacker = V1Client.join(node.base(), room)) {
      TestSignalingClient victim = node.connect(room);
      String id = attacker.await("peer-joined").get("connectionId").asText();

      for (int seq : new int[] {1, 1, 3, 2, 1, 2, 3, 3, 9_000_000, 4}) {
        attacker.sendRaw(
            "{\"destination\":\"%s\",\"seq\":%d,\"payload\":%d}".formatted(id, seq, seq));
      }
      attacker.sendRaw("{\"destination\":\"%s\",\"seq\":5,\"payload\":\"end\"}".formatted(id));

      for (int expected = 1; expected <= 4; expected++) {
        assertThat(victim.next().get("payload").asInt()).isEqualTo(expected);
      }
      assertThat(victim.next().get("payload").asText()).isEqualTo("end");
      assertThat(victim.unread()).isZero();
      victim.close();
    }
  }

  @Test
  void aHoleIsAskedForAndAResyncIsToldAsADepartureWouldBe() {
    TestRoom room = node.api().createRoom();
    try (V1Client attacker = V1Client.join(node.base(), room)) {
      TestSignalingClient victim = node.connect(room);
      String id = attacker.await("peer-joined").get("connectionId").asText();

      attacker.sendRaw("{\"type\":\"resync\",\"destination\":\"%s\",\"seq\":100}".formatted(id));
      attacker.sendRaw("{\"destination\":\"%s\",\"seq\":100,\"payload\":\"on\"}".formatted(id));

      assertThat(victim.next().at("/error/code").asText()).isEqualTo("destination-unknown");
      assertThat(victim.next().get("payload").asText()).isEqualTo("on");
      victim.close();
    }
  }

  @Test
  void whatOneSentCannotBeSentAgainInItsNameByARoomMate() {
    TestRoom room = node.api().createRoom("{\"maxParticipants\":3}");
    try (V1Client victim = V1Client.join(node.base(), room);
        V1Client friend = V1Client.join(node.base(), room);
        V1Client attacker = V1Client.join(node.base(), room)) {
      friend.send(victim.id(), "\"mine\"");
      JsonNode captured = victim.next();
      attacker.sendRaw(captured.toString());
      attacker.sendRaw(
          "{\"type\":\"resync\",\"source\":\"%s\",\"destination\":\"%s\",\"seq\":50}"
              .formatted(friend.id(), victim.id()));
      assertThat(victim.next().get("source").asText()).isEqualTo(attacker.id());

      friend.send(victim.id(), "\"mine again\"");
      JsonNode next = victim.next();
      assertThat(next.get("source").asText()).isEqualTo(friend.id());
      assertThat(next.get("seq").asInt()).as("the friend's numbers are as they were").isEqualTo(2);
      friend.awaitAcknowledged();
    }
  }

  @Test
  void anAcknowledgementOfARoomMateMakesNobodyForgetWhatAnotherHasNotGot() {
    TestRoom room = node.api().createRoom("{\"maxParticipants\":3}");
    try (V1Client sender = V1Client.join(node.base(), room);
        V1Client away = V1Client.join(node.base(), room);
        V1Client attacker = V1Client.join(node.base(), room)) {
      String id = away.id();
      away.drop();
      sender.await("peer-interrupted");
      sender.send(id, "\"kept\"");
      attacker.sendRaw(
          "{\"type\":\"ack\",\"source\":\"%s\",\"destination\":\"%s\",\"seq\":1}"
              .formatted(id, sender.id()));
      attacker.send(sender.id(), "\"acknowledged\"");
      assertThat(sender.next().get("payload").asText()).isEqualTo("acknowledged");

      away.resume(node.base(), id, away.secret());
      assertThat(away.next().get("payload").asText()).isEqualTo("kept");
    }
  }
}
