package dev.otter.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import dev.otter.turn.testing.FreePorts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is in, putting out, and one identity twice, in a cluster of two nodes. */
class ParticipantsIT {

  @TempDir static Path directory;
  private static TestNode one;
  private static TestNode two;

  @BeforeAll
  static void startNodes() {
    int portOne = FreePorts.next();
    int portTwo = FreePorts.next();
    String members = "127.0.0.1:" + portOne + ",127.0.0.1:" + portTwo;
    one = TestNode.startClustered(directory.resolve("one"), portOne, members);
    two = TestNode.startClustered(directory.resolve("two"), portTwo, members);
  }

  @AfterAll
  static void stopNodes() {
    one.close();
    two.close();
  }

  @Test
  void theListSaysWhoIsInAsWhomAndWhetherItsSocketIsThere() {
    TestRoom room = one.api().createRoom();
    try (V1Client zoe = V1Client.join(one.base(), token(room, "Zoë"));
        V1Client guest = V1Client.join(two.base(), room)) {
      guest.drop();
      zoe.await("peer-interrupted");

      JsonNode list = participants(room);

      assertThat(list).hasSize(2);
      assertThat(list.get(0).get("connectionId").asText()).isEqualTo(zoe.id());
      assertThat(list.get(0).get("identity").asText()).isEqualTo("Zoë");
      assertThat(list.get(0).get("state").asText()).isEqualTo("live");
      assertThat(list.get(0).get("joinedAt").asText()).matches("20\\d\\d-.*Z");
      assertThat(list.get(1).get("identity").isNull()).isTrue();
      assertThat(list.get(1).get("state").asText()).isEqualTo("interrupted");
    }
  }

  @Test
  void whoIsPutOutIsClosedOnWhateverNodeAndNeitherSecretNorTokenLetsItIn() {
    TestRoom room = one.api().createRoom("{\"maxParticipants\":3}");
    try (V1Client stays = V1Client.join(one.base(), room);
        V1Client there = V1Client.join(two.base(), room)) {
      TestSignalingClient plain = two.connect(room);
      String plainId = stays.await("peer-joined").get("connectionId").asText();
      plainId = plainId.equals(there.id()) ? joined(stays) : plainId;

      assertThat(putOut(one, room, there.id()).status()).isEqualTo(204);
      assertThat(putOut(one, room, plainId).status()).isEqualTo(204);

      assertThat(there.refused().code()).isEqualTo(4403);
      assertThat(there.refused().reason()).startsWith("put-out: ");
      assertThat(plain.closed().code()).isEqualTo(4403);
      assertThat(List.of(left(stays), left(stays))).containsExactlyInAnyOrder(there.id(), plainId);
      assertThat(participants(room)).hasSize(1);
      try (V1Client back = V1Client.resuming(one.base(), room, there.id(), there.secret())) {
        assertThat(back.refused().code()).isEqualTo(4403);
      }
    }
  }

  @Test
  void whoIsInterruptedIsPutOutToo() {
    TestRoom room = one.api().createRoom();
    try (V1Client stays = V1Client.join(one.base(), room);
        V1Client away = V1Client.join(two.base(), room)) {
      away.drop();
      stays.await("peer-interrupted");

      assertThat(putOut(two, room, away.id()).status()).isEqualTo(204);

      assertThat(left(stays)).isEqualTo(away.id());
      assertThat(participants(room)).hasSize(1);
    }
  }

  @Test
  void whoIsNotInCannotBePutOut() {
    TestRoom room = one.api().createRoom();
    try (V1Client elsewhere = V1Client.join(one.base(), one.api().createRoom())) {
      for (String id : List.of(elsewhere.id(), "nobody", "%22")) {
        Answer answer = putOut(one, room, id);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("participant-not-found");
      }
      assertThat(putOut(one, new TestRoom("rm_unknown", ""), elsewhere.id()).code())
          .isEqualTo("room-not-found");
      String path = "/v1/rooms/" + room.roomId() + "/participants";
      assertThat(one.api().get(path).code()).isEqualTo("api-key-missing");
      assertThat(one.api().send("DELETE", path + "/x", null).code()).isEqualTo("api-key-missing");
      assertThat(one.api().send("POST", "/v1/rooms/" + room.roomId() + "/tokens", "{}").code())
          .isEqualTo("api-key-missing");
    }
  }

  @Test
  void theNewestOfAnIdentityTakesThePlaceOfTheOlderInAFullRoomAndTheOlderIsToldWhy() {
    TestRoom room = one.api().createRoom();
    try (V1Client peer = V1Client.join(one.base(), room);
        V1Client older = V1Client.join(one.base(), token(room, "zoe"));
        V1Client newest = V1Client.join(two.base(), token(room, "zoe"))) {
      assertThat(older.refused().code()).isEqualTo(4412);
      assertThat(older.refused().reason()).startsWith("identity-replaced: ");
      assertThat(older.await("error").get("reconnect").asBoolean()).isFalse();
      assertThat(left(peer)).isEqualTo(older.id());
      assertThat(participants(room)).hasSize(2);
      newest.send(peer.id(), "1");
      assertThat(peer.next().get("source").asText()).isEqualTo(newest.id());
      assertThat(newest.unreadEvents("peer-left")).isZero();
    }
  }

  @Test
  void anInterruptedSelfGivesWayAndAnotherTokenOfTheIdentityResumes() {
    TestRoom room = one.api().createRoom();
    try (V1Client peer = V1Client.join(one.base(), room);
        V1Client older = V1Client.join(one.base(), token(room, "zoe"))) {
      older.drop();
      peer.await("peer-interrupted");
      try (V1Client back =
          V1Client.resuming(two.base(), token(room, "zoe"), older.id(), older.secret())) {
        assertThat(back.await("resumed").get("connectionId").asText()).isEqualTo(older.id());
        back.drop();
        peer.await("peer-interrupted");
        try (V1Client anew = V1Client.join(two.base(), token(room, "zoe"))) {
          assertThat(left(peer)).isEqualTo(older.id());
          anew.send(peer.id(), "1");
          assertThat(peer.next().get("source").asText()).isEqualTo(anew.id());
        }
      }
    }
  }

  @Test
  void guestsOfOneLinkAreNeverInConflict() {
    TestRoom room = one.api().createRoom();
    try (V1Client first = V1Client.join(one.base(), room);
        V1Client second = V1Client.join(two.base(), room)) {
      first.send(second.id(), "1");
      assertThat(second.next().get("payload").asInt()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"identity\":\" \"}",
        "{\"identity\":7}",
        "{\"identity\":\"a\\u202eb\"}",
        "{\"identity\":\"a\",\"ttlSeconds\":59}",
        "{\"identity\":\"a\",\"ttlSeconds\":86401}",
        "{\"identity\":\"a\",\"role\":\"owner\"}",
        "{\"identity\":\"a\",\"role\":1}",
        "{\"identity\":\"a\",\"grants\":\"audio\"}",
        "{\"identity\":\"a\",\"grants\":[\"kick\"]}",
        "{\"identity\":\"a\",\"subject\":\"b\"}"
      })
  void aTokenForNobodyOrForTooLongIsRefused(String body) {
    String path = "/v1/rooms/" + one.api().createRoom().roomId() + "/tokens";

    assertThat(one.api().post(path, body).code()).isEqualTo("field-invalid");
  }

  private static TestRoom token(TestRoom room, String identity) {
    Answer answer =
        one.api()
            .post(
                "/v1/rooms/" + room.roomId() + "/tokens",
                "{\"identity\":\"" + identity + "\",\"ttlSeconds\":600}");
    assertThat(answer.status()).isEqualTo(201);
    return new TestRoom(room.roomId(), answer.json().get("token").asText());
  }

  private static Answer putOut(TestNode node, TestRoom room, String id) {
    return node.api()
        .send(
            "DELETE",
            "/v1/rooms/" + room.roomId() + "/participants/" + id,
            null,
            "Authorization",
            "Bearer " + TestNode.API_KEY);
  }

  private static JsonNode participants(TestRoom room) {
    return two.api()
        .get(
            "/v1/rooms/" + room.roomId() + "/participants",
            "Authorization",
            "Bearer " + TestNode.API_KEY)
        .json()
        .get("participants");
  }

  private static String left(V1Client client) {
    return client.await("peer-left").get("connectionId").asText();
  }

  private static String joined(V1Client client) {
    return client.await("peer-joined").get("connectionId").asText();
  }
}
