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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * T2: a client says that it is somebody else. The receiver sees who sent it, whatever was written.
 */
class SpoofedSourceIT {

  private static final String SPOOFED =
      "\"roomId\":\"rm_other\",\"source\":\"%s\",\"from\":\"%s\",\"role\":\"admin\",\"room\":\"x\","
          + "\"identity\":\"admin\",\"connectionId\":\"%s\",";

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
  void thePlainDialectWritesSourceAndRoomItselfAndPassesNothingElseOn() {
    TestRoom room = node.api().createRoom();
    TestSignalingClient victim = node.connect(room);
    TestSignalingClient attacker = node.connect(room);
    String attackerId = victim.next().get("source").asText();
    victim.send("{\"payload\":1}");
    String victimId = attacker.next().get("source").asText();

    attacker.send("{" + spoofed(victimId) + "\"payload\":{\"source\":\"" + victimId + "\"}}");

    assertThat(victim.nextText())
        .isEqualTo(
            ("{\"roomId\":\"%s\",\"source\":\"%s\",\"destination\":\"%s\","
                    + "\"payload\":{\"source\":\"%s\"}}")
                .formatted(room.roomId(), attackerId, victimId, victimId));
    attacker.send(
        "{\"source\":\"%s\",\"action\":\"sendmessage\",\"message\":{%s\"payload\":2}}"
            .formatted(victimId, spoofed(victimId)));
    assertThat(victim.next().get("source").asText()).isEqualTo(attackerId);
    victim.close();
    attacker.close();
  }

  @Test
  void otterV1WritesSourceAndRoomItselfAndPassesNothingElseOn() {
    TestRoom room = node.api().createRoom();
    try (V1Client victim = V1Client.join(node.base(), room);
        V1Client attacker = V1Client.join(node.base(), room)) {
      attacker.sendRaw(
          "{%s\"destination\":\"%s\",\"seq\":1,\"payload\":{\"source\":\"%s\"}}"
              .formatted(spoofed(victim.id()), victim.id(), victim.id()));

      JsonNode message = victim.next();
      assertThat(message.get("source").asText()).isEqualTo(attacker.id());
      assertThat(message.get("roomId").asText()).isEqualTo(room.roomId());
      assertThat(message.get("payload").toString())
          .isEqualTo("{\"source\":\"" + victim.id() + "\"}");
      assertThat(message.fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder("roomId", "source", "destination", "seq", "payload");
      attacker.sendRaw(
          "{\"type\":\"resync\",\"source\":\"%s\",\"destination\":\"%s\",\"seq\":9}"
              .formatted(victim.id(), victim.id()));
      assertThat(victim.await("resync").get("source").asText()).isEqualTo(attacker.id());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"source\":\"a\",\"source\":\"b\",",
        "\"source\":\"a\",\"\\u0073ource\":\"b\",",
        "\"roomId\":\"a\",\"roomI\\u0064\":\"b\",",
        "\"destination\":null,\"destination\":null,",
        "\"payload\":0,",
        "\"p\\u0061yload\":0,"
      })
  void aMemberThatStandsTwiceCloses4400AndNeitherCounts(String twice) {
    TestRoom room = node.api().createRoom();
    TestSignalingClient victim = node.connect(room);
    TestSignalingClient plain = node.connect(room);
    victim.next();

    plain.send("{" + twice + "\"payload\":1}");

    assertThat(plain.closed().code()).isEqualTo(4400);
    assertThat(victim.next().has("payload")).as("only the departure comes").isFalse();
    victim.close();
    try (V1Client numbered = V1Client.join(node.base(), node.api().createRoom())) {
      numbered.sendRaw(
          "{" + twice + "\"destination\":\"" + numbered.id() + "\",\"seq\":1,\"payload\":1}");
      assertThat(numbered.refused().code()).isEqualTo(4400);
    }
  }

  private static String spoofed(String id) {
    return SPOOFED.formatted(id, id, id);
  }
}
