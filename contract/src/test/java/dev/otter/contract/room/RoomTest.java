package dev.otter.contract.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomTest {

  private static final Instant MADE = Instant.parse("2026-11-23T10:00:00.123Z");
  private static final Instant LATER = Instant.parse("2026-11-23T10:05:00Z");
  private static final ConnectionId ALICE = ConnectionId.random(NodeTag.random());
  private static final ConnectionId BOB = ConnectionId.random(NodeTag.random());
  private static final ConnectionId CAROL = ConnectionId.random(NodeTag.random());

  @ParameterizedTest
  @CsvSource({
    "2, 0, false, OPEN, open",
    "2, 1, false, OCCUPIED, occupied",
    "2, 2, false, FULL, full",
    "2, 3, false, FULL, full",
    "16, 15, false, OCCUPIED, occupied",
    "16, 16, false, FULL, full",
    "2, 0, true, CLOSED, closed",
    "2, 1, true, CLOSED, closed",
    "2, 2, true, CLOSED, closed"
  })
  void theStatusTellsHowFullItIs(
      int max, int inside, boolean closed, RoomStatus status, String word) {
    List<Participant> participants =
        Stream.generate(() -> of(ConnectionId.random(NodeTag.random())).get(0))
            .limit(inside)
            .toList();

    Room room =
        new Room(
            RoomId.random(),
            null,
            MADE,
            MADE,
            max,
            closed,
            participants,
            RoomTerms.NONE,
            List.of(),
            null,
            null,
            null);

    assertThat(room.status()).isEqualTo(status);
    assertThat(room.status().word()).isEqualTo(word);
  }

  @Test
  void aNewRoomHoldsNobody() {
    Room room = Room.create(new RoomId("rm_1"), "stand-up", 4, MADE);

    assertThat(room)
        .isEqualTo(
            new Room(
                new RoomId("rm_1"),
                "stand-up",
                MADE,
                MADE,
                4,
                false,
                List.of(),
                RoomTerms.NONE,
                List.of(),
                null,
                null,
                null));
  }

  @Test
  void theOthersAreAllButOneOldestFirst() {
    Room room = room().withParticipants(of(CAROL, ALICE, BOB), LATER);

    assertThat(room.others(ALICE)).isEqualTo(of(CAROL, BOB));
    assertThat(room.others(CAROL)).isEqualTo(of(ALICE, BOB));
    assertThat(room.others(ConnectionId.random(NodeTag.random()))).isEqualTo(of(CAROL, ALICE, BOB));
    assertThat(room().others(ALICE)).isEmpty();
  }

  @Test
  void otherParticipantsChangeNothingElseButTheTimeOfChange() {
    Room before =
        new Room(
            new RoomId("rm_1"),
            "stand-up",
            MADE,
            MADE,
            4,
            true,
            of(ALICE),
            RoomTerms.NONE,
            List.of(),
            null,
            null,
            null);

    Room after = before.withParticipants(of(BOB, CAROL), LATER);

    assertThat(after)
        .isEqualTo(
            new Room(
                new RoomId("rm_1"),
                "stand-up",
                MADE,
                LATER,
                4,
                true,
                of(BOB, CAROL),
                RoomTerms.NONE,
                List.of(),
                null,
                null,
                null));
    assertThat(before.participantIds()).containsExactly(ALICE);
  }

  @Test
  void theListIsItsOwn() {
    List<Participant> list = new ArrayList<>(of(ALICE));
    Room room = room().withParticipants(list, LATER);

    list.addAll(of(BOB));

    assertThat(room.participants()).isEqualTo(of(ALICE)).isUnmodifiable();
  }

  @Test
  void aLinkShowsTheNameWhereThereIsOneAndTheIdElse() {
    assertThat(Room.create(new RoomId("rm_1"), "stand-up", 2, MADE).linkName())
        .isEqualTo("stand-up");
    assertThat(Room.create(new RoomId("rm_1"), null, 2, MADE).linkName()).isEqualTo("rm_1");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"none, 2, false", "stand-up, 16, true", "\"quoted\" \\ ✓ 😀, 3, false"})
  void itComesBackFromTheWireAsItWas(String name, int max, boolean closed) {
    Room room =
        new Room(
            new RoomId("rm_1"),
            name,
            MADE,
            LATER,
            max,
            closed,
            of(ALICE, BOB),
            RoomTerms.NONE,
            List.of(),
            null,
            null,
            null);

    assertThat(WireJson.read(WireJson.write(room), Room.class)).isEqualTo(room);
  }

  @Test
  void theWireHoldsItsMembersAndNothingDerived() {
    JsonObject json = new JsonObject(WireJson.write(room()));

    assertThat(json.fieldNames())
        .containsExactlyInAnyOrder(
            "roomId",
            "uniqueName",
            "createdAt",
            "updatedAt",
            "maxParticipants",
            "closed",
            "participants",
            "terms",
            "putOut");
    assertThat(json.getString("createdAt")).isEqualTo("2026-11-23T10:00:00.123Z");
  }

  @Test
  void aRoomOfTheVersionBeforeHasNoTermsAndNobodyPutOut() {
    JsonObject json = new JsonObject(WireJson.write(room()));
    json.remove("terms");
    json.remove("putOut");
    json.getJsonArray("participants").forEach(each -> ((JsonObject) each).remove("permissions"));

    assertThat(WireJson.read(json.encode(), Room.class)).isEqualTo(room());
  }

  @Test
  void ofThoseWhoWerePutOutTheNewestAreRemembered() {
    Room room = room();
    for (int i = 0; i < Room.MAX_PUT_OUT + 2; i++) {
      Participant each =
          Participant.live(ConnectionId.random(NodeTag.random()), "guest-" + i, null, MADE);
      room = room.withPutOut(each, MADE);
    }

    assertThat(room.putOut())
        .hasSize(Room.MAX_PUT_OUT)
        .doesNotContain("guest-1")
        .contains("guest-2");
  }

  @Test
  void membersOfTheNextVersionArePassedOver() {
    JsonObject json =
        new JsonObject(WireJson.write(room()))
            .put("layout", "grid")
            .put("policy", new JsonObject().put("lobby", true));

    assertThat(WireJson.read(json.encode(), Room.class)).isEqualTo(room());
  }

  @Test
  void aParticipantChangesInItsPlace() {
    Room room = room().withParticipants(of(ALICE, BOB, CAROL), MADE);
    Participant away = room.participant(BOB).orElseThrow().interrupted();

    Room after = room.withParticipant(away, LATER);

    assertThat(after.participantIds()).containsExactly(ALICE, BOB, CAROL);
    assertThat(after.participant(BOB)).contains(away);
    assertThat(WireJson.read(WireJson.write(after), Room.class)).isEqualTo(after);
    assertThat(WireJson.write(after)).contains("\"interrupted\"").doesNotContain("resumable");
  }

  private static List<Participant> of(ConnectionId... ids) {
    return Arrays.stream(ids).map(id -> Participant.live(id, "guest-1", "hash", MADE)).toList();
  }

  private static Room room() {
    return Room.create(new RoomId("rm_1"), "stand-up", 4, MADE);
  }
}
