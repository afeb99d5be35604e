package dev.otter.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.V1Client;
import dev.otter.turn.testing.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quality reports, from the socket of one node to the API of another. */
class QualityIT {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String AUTHORIZATION = "Bearer " + TestNode.API_KEY;

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
  void whatAClientReportsLastIsShownOnEveryNodeAndNothingElseOfIt() {
    TestRoom room = one.api().createRoom();
    try (V1Client ada = V1Client.join(one.base(), room);
        V1Client ben = V1Client.join(two.base(), room)) {
      ada.sendRaw(report(ben.id(), "\"path\":\"direct\",\"setupMs\":300", "null"));
      JsonNode first = untilReported(two, room, 1).get(0);
      ada.sendRaw(
          report(
              ben.id(),
              "\"path\":\"relayed\",\"protocol\":\"tls\",\"setupMs\":300,\"roundTripMs\":38.5,"
                  + "\"lossPercent\":0.25,\"picture\":{\"freezes\":2,\"frozenMs\":310.6},"
                  + "\"label\":\"Ada's Phone\"",
              "\"left\""));
      untilEnd(two, room, "left");

      Answer answer = quality(two, room);

      assertThat(answer.json().get("roomId").asText()).isEqualTo(room.roomId());
      JsonNode entry = answer.json().get("participants").get(0);
      assertThat(entry.get("connectionId").asText()).isEqualTo(ada.id());
      assertThat(entry.get("identity").isNull()).isTrue();
      assertThat(entry.get("joinMs").asInt()).isEqualTo(184);
      assertThat(entry.get("firstReportAt")).isEqualTo(first.get("firstReportAt"));
      JsonNode peer = entry.get("peers").get(0);
      assertThat(peer.get("connectionId").asText()).isEqualTo(ben.id());
      assertThat(peer.get("path").asText()).isEqualTo("relayed");
      assertThat(peer.get("roundTripMs").asDouble()).isEqualTo(38.5);
      assertThat(peer.at("/picture/frozenMs").asInt()).isEqualTo(311);
      assertThat(peer.get("inKbps").isNull()).isTrue();
      assertThat(answer.text()).doesNotContain("Phone").doesNotContain("label");
    }
  }

  @Test
  void nothingCountsAfterTheEnd() {
    TestRoom room = one.api().createRoom();
    try (V1Client ada = V1Client.join(one.base(), room)) {
      ada.sendRaw(report(ada.id(), "\"interruptions\":1", "null"));
      ada.sendRaw(report(ada.id(), "\"interruptions\":3", "\"no-path\""));
      ada.sendRaw(report(ada.id(), "\"interruptions\":4", "\"left\""));

      JsonNode entry = untilEnd(one, room, "no-path");

      assertThat(entry.at("/peers/0/interruptions").asInt()).isEqualTo(3);
    }
    assertThat(untilEnd(one, room, "no-path").at("/peers/0/interruptions").asInt()).isEqualTo(3);
  }

  @Test
  void whoClosesWithoutAnEndHasLeftWhoIsPutOutWasAndWhoGoesWithoutAWordIsLost() {
    TestRoom room = one.api().createRoom("{\"maxParticipants\":3}");
    try (V1Client goes = V1Client.join(two.base(), room);
        V1Client out = V1Client.join(two.base(), one.api().freshLink(room))) {
      try (V1Client leaves = V1Client.join(one.base(), room)) {
        leaves.sendRaw(report(goes.id(), "\"interruptions\":0", "null"));
        goes.sendRaw(report(out.id(), "\"interruptions\":0", "null"));
        out.sendRaw(report(goes.id(), "\"interruptions\":0", "null"));
        untilReported(one, room, 3);
      }
      untilEnd(one, room, "left");
      goes.drop();
      // Else the end of the room may come to its node before the break does.
      out.await("peer-interrupted");
      assertThat(delete("/participants/" + out.id(), room).status()).isEqualTo(204);
      untilEnd(one, room, "put-out");
      delete("", room);

      JsonNode lost = untilEnd(two, room, "lost");
      assertThat(lost.get("connectionId").asText()).isEqualTo(goes.id());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"quality\"}",
        "{\"type\":\"quality\",\"report\":[]}",
        "{\"type\":\"quality\",\"report\":{\"peers\":[{\"connectionId\":\"x\"}]}}",
        "{\"type\":\"quality\",\"report\":{\"peers\":[],\"joinMs\":-1}}",
        "{\"type\":\"quality\",\"report\":{\"peers\":[],\"end\":\"<b>\"}}"
      })
  void whatIsNoReportIsAnsweredWithAnErrorAndTheCallGoesOn(String bad) {
    TestRoom room = one.api().createRoom();
    try (V1Client ada = V1Client.join(one.base(), room)) {
      ada.sendRaw(bad);
      assertThat(ada.await("error").get("code").asText()).isEqualTo("message-invalid");
      ada.sendRaw(report(ada.id(), "\"interruptions\":0", "null"));
      untilReported(one, room, 1);
    }
  }

  @Test
  void aRoomWithoutReportsHasNoneAndAnUnknownOneIsNotFound() {
    TestRoom room = one.api().createRoom();

    assertThat(quality(one, room).json().get("participants")).isEmpty();
    assertThat(quality(one, new TestRoom("rm_unknown", "")).code()).isEqualTo("room-not-found");
    assertThat(one.api().get("/v1/rooms/" + room.roomId() + "/quality").status()).isEqualTo(401);
  }

  private static String report(String peer, String members, String end) {
    return "{\"type\":\"quality\",\"report\":{\"joinMs\":184,\"peers\":[{\"connectionId\":\""
        + peer
        + "\","
        + members
        + "}],\"end\":"
        + end
        + "}}";
  }

  private static Answer delete(String what, TestRoom room) {
    String path = "/v1/rooms/" + room.roomId() + what;
    return one.api().send("DELETE", path, null, "Authorization", AUTHORIZATION);
  }

  private static Answer quality(TestNode node, TestRoom room) {
    return node.api()
        .get("/v1/rooms/" + room.roomId() + "/quality", "Authorization", AUTHORIZATION);
  }

  private static JsonNode untilReported(TestNode node, TestRoom room, int count) {
    Eventually.within(
        BOUND,
        count + " have reported",
        () -> quality(node, room).json().get("participants").size() == count);
    return quality(node, room).json().get("participants");
  }

  /** The one whose call ended so. */
  private static JsonNode untilEnd(TestNode node, TestRoom room, String end) {
    Eventually.within(BOUND, "one has ended: " + end, () -> ended(node, room, end) != null);
    return ended(node, room, end);
  }

  private static JsonNode ended(TestNode node, TestRoom room, String end) {
    for (JsonNode each : quality(node, room).json().get("participants")) {
      if (each.get("end").asText().equals(end)) {
        return each;
      }
    }
    return null;
  }
}
