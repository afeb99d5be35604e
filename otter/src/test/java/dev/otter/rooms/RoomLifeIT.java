package dev.otter.rooms;

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing, changing and ending rooms, and what hosts may, over HTTP on a cluster of two nodes. */
class RoomLifeIT {

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
  void allRoomsAreListedOnceOverPagesWhicheverNodeIsAsked() {
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 7; i++) {
      made.add((i % 2 == 0 ? one : two).api().createRoom().roomId());
    }

    List<String> listed = new ArrayList<>();
    String next = null;
    int pages = 0;
    do {
      String query = "?limit=3" + (next == null ? "" : "&after=" + next);
      JsonNode page = (pages++ % 2 == 0 ? one : two).api().get("/v1/rooms" + query, key()).json();
      assertThat(page.get("rooms").size()).isLessThanOrEqualTo(3);
      page.get("rooms").forEach(room -> listed.add(room.get("roomId").asText()));
      next = page.get("next").asText(null);
    } while (next != null && pages < 100);

    assertThat(listed).doesNotHaveDuplicates().containsAll(made).isSorted();
  }

  @Test
  void aListIsFilteredByStatusAndByName() {
    TestRoom used = one.api().createRoom("{\"uniqueName\":\"listed\"}");
    TestRoom ended = one.api().createRoom();
    TestSignalingClient somebody = one.connect(used);
    end(two, ended.roomId());

    assertThat(ids("?status=occupied&limit=200")).contains(used.roomId());
    assertThat(ids("?status=open&limit=200")).doesNotContain(used.roomId(), ended.roomId());
    assertThat(ids("?status=closed&limit=200")).contains(ended.roomId());
    assertThat(ids("?uniqueName=listed")).containsExactly(used.roomId());
    assertThat(ids("?uniqueName=listed&status=open")).isEmpty();
    assertThat(ids("?uniqueName=nobodys")).isEmpty();
    somebody.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?limit=0",
        "?limit=201",
        "?limit=many",
        "?limit=2&limit=3",
        "?status=busy",
        "?after=room",
        "?page=2"
      })
  void aListThatCannotBeIsRefusedWithTheNameOfWhatIsWrong(String query) {
    Answer answer = one.api().get("/v1/rooms" + query, key());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("field-invalid");
    assertThat(answer.json().get("message").asText())
        .contains(query.substring(1, query.indexOf('=')));
  }

  @Test
  void aRoomIsMadeWithTermsAndTheyAreChangedOneByOne() {
    Answer made =
        one.api()
            .post(
                "/v1/rooms",
                "{\"maxParticipants\":3,\"emptySeconds\":600,\"maxSeconds\":7200,"
                    + "\"metadata\":{\"customer\":\"✓\",\"tags\":[1,2]}}");
    String path = "/v1/rooms/" + made.json().get("roomId").asText();

    Answer changed = patch(two, path, "{\"maxParticipants\":8,\"metadata\":{\"customer\":2}}");
    Answer taken = patch(one, path, "{\"metadata\":null,\"emptySeconds\":null}");
    JsonNode byToken = two.api().get(tokenPath(made)).json();

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().at("/metadata/customer").asText()).isEqualTo("✓");
    assertThat(made.json().get("emptySeconds").asInt()).isEqualTo(600);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().get("maxParticipants").asInt()).isEqualTo(8);
    assertThat(changed.json().at("/metadata/customer").asInt()).isEqualTo(2);
    assertThat(changed.json().get("maxSeconds").asInt()).isEqualTo(7200);
    assertThat(taken.json().has("metadata")).isFalse();
    assertThat(taken.json().get("emptySeconds").asInt()).isZero();
    assertThat(byToken.has("metadata")).isFalse();
    assertThat(byToken.get("maxParticipants").asInt()).isEqualTo(8);
  }

  @Test
  void metadataIsNotShownToTheHolderOfALink() {
    Answer made = one.api().post("/v1/rooms", "{\"metadata\":{\"secret\":1}}");

    assertThat(one.api().get(tokenPath(made)).text()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"maxParticipants\":1}      | maxParticipants",
        "{\"emptySeconds\":-1}        | emptySeconds",
        "{\"maxSeconds\":31536001}    | maxSeconds",
        "{\"maxSeconds\":1.5}         | maxSeconds",
        "{\"metadata\":\"text\"}      | metadata",
        "{\"metadata\":[1]}           | metadata",
        "{\"uniqueName\":\"other\"}   | uniqueName"
      })
  void aChangeThatCannotBeIsRefusedWithTheNameOfTheField(String body, String field) {
    Answer answer = patch(one, "/v1/rooms/" + one.api().createRoom().roomId(), body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("field-invalid");
    assertThat(answer.json().get("message").asText()).contains(field);
  }

  @Test
  void metadataHasALimit() {
    String text = "{\"metadata\":{\"a\":\"" + "x".repeat(4_096) + "\"}}";

    assertThat(one.api().post("/v1/rooms", text).code()).isEqualTo("field-invalid");
  }

  @Test
  void endingTellsAllOnAllNodesAndStaysAndFreesTheName() {
    TestRoom room = one.api().createRoom("{\"uniqueName\":\"ending\",\"maxParticipants\":3}");
    try (V1Client here = V1Client.join(one.base(), room);
        V1Client there = V1Client.join(two.base(), room);
        V1Client away = V1Client.join(two.base(), room)) {
      away.drop();
      here.await("peer-interrupted");

      assertThat(end(two, "ending").status()).isEqualTo(204);

      assertThat(here.refused().code()).isEqualTo(4404);
      assertThat(there.refused().code()).isEqualTo(4404);
      assertThat(here.refused().reason()).startsWith("room-closed: ");
      try (V1Client back = V1Client.resuming(one.base(), room, away.id(), away.secret())) {
        assertThat(back.refused().code()).isEqualTo(4404);
      }
    }
    assertThat(end(one, room.roomId()).status()).isEqualTo(204);
    Answer byId = one.api().get("/v1/rooms/" + room.roomId(), key());
    assertThat(byId.json().get("status").asText()).isEqualTo("closed");
    assertThat(byId.json().get("url").isNull()).isTrue();
    String byToken = "/v1/rooms/" + room.roomId() + "?token=" + room.token();
    assertThat(two.api().get(byToken).code()).isEqualTo("room-closed");
    Answer again = two.api().post("/v1/rooms", "{\"uniqueName\":\"ending\"}");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().get("roomId").asText()).isNotEqualTo(room.roomId());
    assertThat(patch(one, "/v1/rooms/" + room.roomId(), "{\"maxParticipants\":4}").code())
        .isEqualTo("room-closed");
  }

  @Test
  void aRoomThatMayNotBeEmptyEndsByItself() {
    TestRoom room = one.api().createRoom("{\"emptySeconds\":1}");
    String path = "/v1/rooms/" + room.roomId();

    Eventually.within(
        Duration.ofSeconds(30),
        "the empty room has ended",
        () -> one.api().get(path, key()).json().get("status").asText().equals("closed"));
  }

  @Test
  void aHostMayPutOutAndEndAndAGuestMayNot() {
    TestRoom room = one.api().createRoom("{\"maxParticipants\":4}");
    TestRoom host = token(room, "\"identity\":\"hanna\",\"role\":\"host\"");
    TestRoom guest = token(room, "\"identity\":\"gus\"");
    TestRoom otherHost = token(one.api().createRoom(), "\"identity\":\"hanna\",\"role\":\"host\"");
    String path = "/v1/rooms/" + room.roomId();
    try (V1Client somebody = V1Client.join(two.base(), guest)) {
      String participant = path + "/participants/" + somebody.id();

      assertThat(delete(participant + "?token=" + guest.token()).code()).isEqualTo("role-missing");
      assertThat(delete(path + "?token=" + guest.token()).code()).isEqualTo("role-missing");
      assertThat(delete(path + "?token=" + room.token()).code()).isEqualTo("role-missing");
      assertThat(delete(path + "?token=" + otherHost.token()).code()).isEqualTo("token-invalid");
      assertThat(delete(participant + "?token=" + host.token()).status()).isEqualTo(204);
      assertThat(somebody.refused().code()).isEqualTo(4403);
    }
    try (V1Client back = V1Client.knock(one.base(), guest)) {
      assertThat(back.refused().code()).isEqualTo(4403);
    }
    assertThat(one.api().get(path + "?token=" + guest.token()).code()).isEqualTo("put-out");
    assertThat(delete(path + "?token=" + host.token()).status()).isEqualTo(204);
    assertThat(one.api().get(path + "?token=" + host.token()).code()).isEqualTo("room-closed");
  }

  @Test
  void allAreToldWhoIsInAsWhatAndWhatTheyMay() {
    TestRoom room = one.api().createRoom();
    TestRoom host = token(room, "\"identity\":\"hanna\",\"role\":\"host\"");
    TestRoom quiet = token(room, "\"identity\":\"quinn\",\"grants\":[\"data\",\"audio\"]");
    try (V1Client first = V1Client.join(one.base(), host);
        V1Client second = V1Client.join(two.base(), quiet)) {
      JsonNode joined = first.await("peer-joined");
      JsonNode list = one.api().get("/v1/rooms/" + room.roomId() + "/participants", key()).json();

      assertThat(joined.get("identity").asText()).isEqualTo("quinn");
      assertThat(joined.get("role").asText()).isEqualTo("guest");
      assertThat(joined.get("grants").toString()).isEqualTo("[\"audio\",\"data\"]");
      assertThat(list.at("/participants/0/role").asText()).isEqualTo("host");
      assertThat(list.at("/participants/1/grants").toString()).isEqualTo("[\"audio\",\"data\"]");
      assertThat(second.unreadEvents("peer-joined")).isZero();
    }
  }

  private static String[] key() {
    return new String[] {"Authorization", "Bearer " + TestNode.API_KEY};
  }

  private static List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    one.api()
        .get("/v1/rooms" + query, key())
        .json()
        .get("rooms")
        .forEach(room -> ids.add(room.get("roomId").asText()));
    return ids;
  }

  private static String tokenPath(Answer made) {
    String url = made.json().get("url").asText();
    return "/v1/rooms/"
        + made.json().get("roomId").asText()
        + url.substring(url.indexOf("?token="));
  }

  private static TestRoom token(TestRoom room, String members) {
    Answer answer = one.api().post("/v1/rooms/" + room.roomId() + "/tokens", "{" + members + "}");
    assertThat(answer.status()).isEqualTo(201);
    return new TestRoom(room.roomId(), answer.json().get("token").asText());
  }

  private static Answer patch(TestNode node, String path, String body) {
    return node.api().send("PATCH", path, body, key());
  }

  private static Answer end(TestNode node, String room) {
    return node.api().send("DELETE", "/v1/rooms/" + room, null, key());
  }

  private static Answer delete(String path) {
    return two.api().send("DELETE", path, null);
  }
}
