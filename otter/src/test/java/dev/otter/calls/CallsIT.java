package dev.otter.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import dev.otter.turn.testing.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that really happen, and the cause that the API of another node tells of them. */
class CallsIT {

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
  void aTimelineIsOfAllNodesAndNamesWhatHappenedToWhom() {
    TestRoom room = one.api().createRoom();
    try (V1Client ada = V1Client.join(one.base(), room);
        V1Client ben = V1Client.join(two.base(), room)) {
      ada.await("peer-joined");
      ada.sendRaw(finding("connecting", ben.id()));
      ben.sendRaw(finding("connected", ada.id()));
      ben.sendRaw("{\"type\":\"finding\",\"finding\":\"a word of tomorrow\"}");
      // What is written and not yet sent would be lost with the socket.
      untilEvent(room, "connecting");
      untilEvent(room, "connected");
      ben.drop();

      JsonNode call = untilCause(room, "peer-gone");

      assertThat(call.get("failed").asBoolean()).isTrue();
      assertThat(call.get("silentNodes")).isEmpty();
      JsonNode evidence = call.get("events").get(call.get("evidence").get(0).asInt());
      assertThat(evidence.get("type").asText()).isEqualTo("participant-interrupted");
      assertThat(evidence.get("code").asText()).isEqualTo("lost");
      assertThat(evidence.get("connectionId").asText()).isEqualTo(ben.id());
      List<String> types = new ArrayList<>();
      call.get("events").forEach(each -> types.add(each.get("type").asText()));
      assertThat(types)
          .contains("room-created", "participant-joined", "ice-servers", "finding")
          .doesNotContain("refused");
      assertThat(call.get("events").findValuesAsText("nodeId").stream().distinct()).hasSize(2);
      assertThat(call.toString()).doesNotContain("tomorrow");

      // It comes back, and all is well.
      ben.resume(one.base(), ben.id(), ben.secret());
      assertThat(untilCause(room, "none").get("failed").asBoolean()).isFalse();
    }
  }

  @Test
  void whoLeavesDuringSetUpIsNotWhoVanishes() {
    TestRoom room = one.api().createRoom();
    V1Client ada = V1Client.join(one.base(), room);
    try (V1Client ben = V1Client.join(two.base(), room)) {
      ben.sendRaw(finding("connecting", ada.id()));
      ben.sendRaw(finding("relay-unreachable-tcp", ada.id()));
      untilEvent(room, "relay-unreachable-tcp");
      ada.close();

      assertThat(untilCause(room, "peer-left-early").get("failed").asBoolean()).isTrue();
    }
  }

  @Test
  void whoIsNotLetInIsInTheTimelineOfTheRoomItsTokenNames() {
    TestRoom full = one.api().createRoom();
    TestRoom ended = two.api().createRoom();
    TestRoom old = one.api().createRoom();
    TestRoom revoked = one.api().createRoom();
    String expired = one.tokens().good(old.roomId(), Instant.now().minusSeconds(3_600));

    try (V1Client ada = V1Client.join(one.base(), full);
        V1Client ben = V1Client.join(two.base(), full)) {
      assertThat(ada.id()).isNotEqualTo(ben.id());
      V1Client.knock(two.base(), full).refused();
      untilCause(full, "room-full");
    }
    assertThat(two.api().send("DELETE", path(ended), null, "Authorization", AUTHORIZATION).status())
        .isEqualTo(204);
    V1Client.knock(one.base(), ended).refused();
    untilCause(ended, "room-ended");
    one.api().get("/v1/rooms/" + old.roomId() + "?token=" + expired);
    untilCause(old, "token-expired");
    revoke(revoked);
    two.api().get("/v1/rooms/" + revoked.roomId() + "?token=" + revoked.token());
    untilCause(revoked, "token-revoked");
  }

  @Test
  void whatAPlainClientDoesIsSeenToo() {
    TestRoom room = one.api().createRoom();
    try (TestSignalingClient ada = TestSignalingClient.connect(one.base(), room);
        TestSignalingClient ben = TestSignalingClient.connect(two.base(), room)) {
      untilEvent(room, "participant-joined");
      ben.send("no envelope");
      ben.closed();

      untilCause(room, "client-wrong");
      assertThat(ada.isClosed()).isFalse();
    }
  }

  @Test
  void thePutOutAndTheRoomThatIsEndedAreNoFailures() {
    TestRoom room = one.api().createRoom();
    try (V1Client ada = V1Client.join(one.base(), room);
        V1Client ben = V1Client.join(two.base(), one.api().freshLink(room))) {
      assertThat(ada.id()).isNotEmpty();
      String place = path(room) + "/participants/" + ben.id();
      one.api().send("DELETE", place, null, "Authorization", AUTHORIZATION);

      assertThat(untilCause(room, "put-out").get("failed").asBoolean()).isFalse();
    }
  }

  @Test
  void theListHasTheFailedOnesOfAllNodesPageByPageAndCountsTheRefusedAtTheDoor() {
    Instant begun = Instant.now();
    List<TestRoom> rooms = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      TestRoom room = (i % 2 == 0 ? one : two).api().createRoom();
      rooms.add(room);
      V1Client.join(one.base(), room).close();
      untilCause(room, "peer-never-came");
    }
    one.api().get("/v1/rooms/" + rooms.get(0).roomId() + "?token=forged");

    List<String> found = new ArrayList<>();
    String query = "/v1/calls?failed=true&limit=2&since=" + begun;
    Answer page = get(two, query);
    while (true) {
      page.json().get("calls").forEach(call -> found.add(call.get("roomId").asText()));
      assertThat(page.json().get("calls").size()).isLessThanOrEqualTo(2);
      if (page.json().get("next").isNull()) {
        break;
      }
      page = get(two, query + "&after=" + page.json().get("next").asText());
    }

    List<String> newestFirst = new ArrayList<>();
    for (int i = rooms.size() - 1; i >= 0; i--) {
      newestFirst.add(rooms.get(i).roomId());
    }
    found.retainAll(newestFirst);
    assertThat(found).containsExactlyElementsOf(newestFirst);
    Eventually.within(
        BOUND,
        "the forged token is counted",
        () ->
            get(two, "/v1/calls")
                .json()
                .get("refused")
                .findValuesAsText("cause")
                .contains("token-invalid"));
  }

  @Test
  void wrongQuestionsAreToldWhatIsAllowed() {
    for (String query :
        List.of("since=yesterday", "failed=maybe", "limit=101", "after=1.rm_", "other=1")) {
      assertThat(get(one, "/v1/calls?" + query).code()).as(query).isEqualTo("field-invalid");
    }
    assertThat(one.api().get("/v1/calls").status()).isEqualTo(401);
    assertThat(get(one, "/v1/rooms/rm_unknown/timeline").code()).isEqualTo("room-not-found");
    assertThat(get(one, "/v1/rooms/nobody/timeline").code()).isEqualTo("room-not-found");
  }

  private static String finding(String word, String peer) {
    return "{\"type\":\"finding\",\"finding\":\"%s\",\"destination\":\"%s\"}".formatted(word, peer);
  }

  private static void revoke(TestRoom room) {
    String body = "{\"token\":\"" + room.token() + "\"}";
    assertThat(one.api().post("/v1/tokens/revoke", body).status()).isEqualTo(200);
    Eventually.within(
        BOUND,
        "the other node knows it",
        () ->
            two.api().get("/v1/rooms/" + room.roomId() + "?token=" + room.token()).status() == 401);
  }

  /** Asked on the other node than most things happen on. */
  private static JsonNode untilCause(TestRoom room, String cause) {
    JsonNode[] last = new JsonNode[1];
    Eventually.within(
        BOUND,
        cause,
        () -> {
          last[0] = get(two, path(room) + "/timeline").json();
          return last[0].path("cause").asText().equals(cause)
              && last[0].path("silentNodes").isEmpty();
        });
    return last[0];
  }

  private static void untilEvent(TestRoom room, String word) {
    Eventually.within(
        BOUND, word, () -> get(two, path(room) + "/timeline").text().contains('"' + word + '"'));
  }

  private static String path(TestRoom room) {
    return "/v1/rooms/" + room.roomId();
  }

  private static Answer get(TestNode node, String path) {
    return node.api().get(path, "Authorization", AUTHORIZATION);
  }
}
