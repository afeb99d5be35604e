package dev.otter.signaling;

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

/** A client of the plain dialect and one of {@code otter.v1} in one room. */
class TwoDialectsIT {

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

  @Test
  void aPlainNewcomerAndOneOfV1TalkAndSeeEachOtherGo() {
    TestRoom room = node.api().createRoom();
    try (V1Client numbered = V1Client.join(node.base(), room)) {
      TestSignalingClient plain = node.connect(room);
      String plainId = numbered.await("peer-joined").get("connectionId").asText();
      for (int i = 0; i < 50; i++) {
        plain.send("{\"polite\":true,\"payload\":" + i + "}");
        numbered.send(plainId, String.valueOf(i));
      }
      for (int i = 0; i < 50; i++) {
        JsonNode toNumbered = numbered.next();
        assertThat(toNumbered.get("payload").asInt()).isEqualTo(i);
        assertThat(toNumbered.get("source").asText()).isEqualTo(plainId);
        assertThat(toNumbered.get("polite").asBoolean()).isTrue();
        JsonNode toPlain = plain.next();
        assertThat(toPlain.get("payload").asInt()).isEqualTo(i);
        assertThat(toPlain.get("source").asText()).isEqualTo(numbered.id());
        assertThat(toPlain.has("seq")).isFalse();
      }
      numbered.awaitAcknowledged();
      plain.close();
      assertThat(numbered.await("peer-left").get("connectionId").asText()).isEqualTo(plainId);
    }
  }

  @Test
  void aPlainClientHearsOfAV1NewcomerAndOfItsDeparture() {
    TestRoom room = node.api().createRoom();
    TestSignalingClient plain = node.connect(room);
    V1Client numbered = V1Client.join(node.base(), room);

    JsonNode arrival = plain.next();
    numbered.close();

    assertThat(arrival.get("source").asText()).isEqualTo(numbered.id());
    assertThat(arrival.get("polite").asBoolean()).isTrue();
    assertThat(plain.next().toString())
        .isEqualTo("{\"source\":null,\"destination\":" + arrival.get("destination") + "}");
    plain.close();
  }

  @Test
  void aPlainClientDoesNotNoticeABreakAndNothingIsLostInIt() {
    TestRoom room = node.api().createRoom();
    TestSignalingClient plain = node.connect(room);
    try (V1Client numbered = V1Client.join(node.base(), room)) {
      String plainId = plain.next().get("destination").asText();
      for (int i = 0; i < 200; i++) {
        if (i % 50 == 25) {
          numbered.drop();
        } else if (i % 50 == 40) {
          numbered.resume(node.base(), numbered.id(), numbered.secret());
          numbered.await("resumed");
        }
        plain.send("{\"payload\":" + i + "}");
        numbered.send(plainId, String.valueOf(i));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(numbered.next().get("payload").asInt()).isEqualTo(i);
        assertThat(plain.next().get("payload").asInt()).isEqualTo(i);
      }
      numbered.awaitAcknowledged();
      assertThat(plain.unread()).isZero();
    }
    plain.close();
  }

  @Test
  void aPlainClientIsToldWhenMoreWaitsForAnAbsentPeerThanMay() {
    TestRoom room = node.api().createRoom();
    TestSignalingClient plain = node.connect(room);
    try (V1Client numbered = V1Client.join(node.base(), room)) {
      plain.next();
      numbered.drop();
      for (int i = 0; i < 300; i++) {
        plain.send("{\"payload\":" + i + "}");
      }
      assertThat(plain.next().at("/error/code").asText()).isEqualTo("destination-unknown");

      numbered.resume(node.base(), numbered.id(), numbered.secret());
      for (int i = 0; i < 256; i++) {
        assertThat(numbered.next().get("payload").asInt()).isEqualTo(i);
      }
    }
    plain.close();
  }
}
