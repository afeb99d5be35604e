package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.TokenForge;
import dev.otter.testing.V1Client;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * T41: a participant plays the server or somebody who runs the room. What it writes of roles,
 * kicks, departures or errors has no effect on anybody but itself.
 */
class RoleEscalationIT {

  private static final Set<String> FROM_A_PEER =
      Set.of("roomId", "source", "destination", "polite", "payload");

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
        "{\"type\":\"kick\",\"connectionId\":\"%s\"}",
        "{\"type\":\"put-out\",\"connectionId\":\"%s\"}",
        "{\"type\":\"mute\",\"destination\":\"%s\"}",
        "{\"type\":\"close-room\"}",
        "{\"type\":\"peer-left\",\"connectionId\":\"%s\",\"destination\":\"%s\"}",
        "{\"type\":\"peer-joined\",\"connectionId\":\"%s\",\"destination\":\"%s\"}",
        "{\"type\":\"peer-interrupted\",\"connectionId\":\"%s\",\"destination\":\"%s\"}",
        "{\"type\":\"go-away\",\"withinMs\":1,\"destination\":\"%s\"}",
        "{\"type\":\"welcome\",\"connectionId\":\"%s\",\"destination\":\"%s\"}",
        "{\"type\":\"error\",\"code\":\"room-closed\",\"destination\":\"%s\"}",
        "{\"type\":\"ice-servers\",\"iceServers\":[],\"destination\":\"%s\"}",
        "{\"type\":\"pong\",\"destination\":\"%s\"}"
      })
  void aClientOfV1ThatSpeaksAsTheServerIsClosed4400AndNobodyHearsIt(String text) {
    TestRoom room = node.api().createRoom("{\"maxParticipants\":3}");
    try (V1Client victim = V1Client.join(node.base(), room);
        V1Client mate = V1Client.join(node.base(), room);
        V1Client attacker = V1Client.join(node.base(), room)) {
      String attackerId = attacker.id();
      victim.await("peer-joined");
      victim.await("peer-joined");
      attacker.sendRaw(text.replace("%s", victim.id()));

      assertThat(attacker.refused().code()).isEqualTo(4400);
      assertThat(victim.nextEvent().toString())
          .isEqualTo("{\"type\":\"peer-left\",\"connectionId\":\"" + attackerId + "\"}");
      mate.send(victim.id(), "\"still here\"");
      assertThat(victim.next().get("payload").asText()).isEqualTo("still here");
      assertThat(victim.unreadEvents("error") + victim.unreadEvents("go-away")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"kick\",\"role\":\"admin\",\"payload\":1}",
        "{\"error\":{\"code\":\"room-closed\",\"message\":\"go\"},\"payload\":1}",
        "{\"source\":null,\"left\":\"x\",\"payload\":1}",
        "{\"action\":\"sendmessage\",\"role\":\"admin\",\"message\":{\"kick\":true,\"payload\":1}}",
        "{\"polite\":true,\"status\":\"closed\",\"maxParticipants\":16,\"payload\":1}"
      })
  void ofAPlainMessageOnlyTheEnvelopeGoesOn(String text) {
    TestRoom room = node.api().createRoom();
    TestSignalingClient victim = node.connect(room);
    TestSignalingClient attacker = node.connect(room);
    victim.next();

    attacker.send(text);

    assertThat(victim.next().fieldNames()).toIterable().isSubsetOf(FROM_A_PEER);
    assertThat(attacker.isClosed() || victim.isClosed()).isFalse();
    assertThat(node.participants(room)).isEqualTo(2);
    victim.close();
    attacker.close();
  }

  /** A role in a hello, in the link or in a token that is not the server's. */
  @Test
  void aRoleThatAClientClaimsOpensNothing() {
    TestRoom room = node.api().createRoom();
    try (V1Client first = V1Client.join(node.base(), room);
        V1Client second =
            V1Client.join(
                node.base(),
                new TestRoom(room.roomId(), room.token() + "&role=admin&scope=admin"))) {
      second.sendRaw("{\"type\":\"kick\",\"connectionId\":\"" + first.id() + "\"}");
      assertThat(second.refused().code()).isEqualTo(4400);
      first.sendRaw("{\"type\":\"ping\"}");
      first.await("pong");
    }
    String path = "/v1/rooms/" + room.roomId();
    String asKey = "Bearer " + room.token();
    for (String method : new String[] {"DELETE", "PATCH"}) {
      assertThat(node.api().send(method, path, "{}", "Authorization", asKey).status())
          .isIn(401, 403, 404, 405);
    }
    assertThat(node.api().send("POST", "/v1/rooms", "{}", "Authorization", asKey).status())
        .isEqualTo(401);
    assertThat(node.api().send("POST", path + "/tokens", "{}", "Authorization", asKey).status())
        .isIn(401, 404, 405);
  }

  @Test
  void aRoleWrittenIntoATokenBreaksItsSignature() {
    TokenForge forge = node.tokens();
    TestRoom room = node.api().createRoom();
    String claims = forge.goodClaims(room.roomId(), Instant.now().plusSeconds(60));
    String signed = forge.sign(forge.goodHeader(), claims);
    String edited =
        TokenForge.unsigned(
            forge.goodHeader(),
            claims.replace("{", "{\"role\":\"moderator\","),
            signed.substring(signed.lastIndexOf('.') + 1));

    assertThat(node.api().get("/v1/rooms/" + room.roomId() + "?token=" + edited).status())
        .isEqualTo(401);
  }
}
