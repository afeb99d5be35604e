package dev.otter.contract.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomEventsTest {

  private static final Instant MADE = Instant.parse("2026-11-23T09:00:00Z");
  private static final Instant LATER = Instant.parse("2026-11-23T10:00:00Z");
  private static final NodeTag NODE = NodeTag.random();
  private static final Participant ALICE =
      Participant.live(ConnectionId.random(NODE), "alice", null, MADE);
  private static final Participant BOB =
      Participant.live(ConnectionId.random(NODE), "bob", null, MADE);

  private static Room room() {
    return Room.create(new RoomId("rm_1"), "stand-up", 4, MADE);
  }

  private static List<String> told(Room room) {
    return room.recordedEvents().waiting().stream()
        .map(event -> event.number() + " " + event.type().text())
        .toList();
  }

  @Test
  void aNewRoomAndWhoComesAndGoesIsNumberedFromOne() {
    Room made = room().recording(null);
    Room in = made.withParticipants(List.of(ALICE, BOB), LATER).recording(made);
    Room out = in.withParticipants(List.of(BOB), LATER).recording(in);

    assertThat(told(out))
        .containsExactly(
            "1 room.created", "2 participant.joined", "3 participant.joined", "4 participant.left");
    RoomEvent left = out.recordedEvents().waiting().get(3);
    assertThat(left.connectionId()).isEqualTo(ALICE.connectionId());
    assertThat(left.at()).isEqualTo(LATER);
  }

  @Test
  void theEndIsTheLastOfWhatOneChangeTells() {
    Room in = room().withParticipants(List.of(ALICE), LATER);
    Room ended = in.ended(LATER).recording(in);

    assertThat(told(ended)).containsExactly("1 participant.left", "2 room.ended");
    assertThat(told(ended.recording(ended))).as("nothing new").hasSize(2);
  }

  @Test
  void anInterruptedParticipantHasNotLeft() {
    Room in = room().withParticipants(List.of(ALICE), LATER);
    Room away = in.withParticipant(ALICE.interrupted(), LATER).recording(in);

    assertThat(told(away)).isEmpty();
    assertThat(away.events()).as("costs nothing in the map").isNull();
  }

  @Test
  void whatWasHandedOverIsForgottenAndNumbersGoOn() {
    Room made = room().recording(null);
    Room in = made.withParticipants(List.of(ALICE), LATER).recording(made);
    Room lighter = in.withEvents(in.recordedEvents().handedOver(1));

    assertThat(told(lighter)).containsExactly("2 participant.joined");
    Room empty = in.withEvents(in.recordedEvents().handedOver(2));
    Room out = empty.withParticipants(List.of(), LATER).recording(empty);
    assertThat(told(out)).containsExactly("3 participant.left");
  }

  @Test
  void whenTooManyWaitTheNextThatFitsSaysHowManyWereMissed() {
    Room room = room();
    for (int i = 0; i < RoomEvents.MAX_WAITING + 4; i++) {
      List<Participant> next = i % 2 == 0 ? List.of(ALICE) : List.of();
      room = room.withParticipants(next, LATER).recording(room);
    }
    assertThat(room.recordedEvents().waiting()).hasSize(RoomEvents.MAX_WAITING);

    Room lighter = room.withEvents(room.recordedEvents().handedOver(RoomEvents.MAX_WAITING));
    Room next = lighter.withParticipants(List.of(BOB), LATER).recording(lighter);

    RoomEvent event = next.recordedEvents().waiting().get(0);
    assertThat(event.number()).as("without a hole").isEqualTo(RoomEvents.MAX_WAITING + 1);
    assertThat(event.missed()).isEqualTo(4);
  }

  @Test
  void theyTravelWithTheRoomAndAreNoPartOfWhatTheStoreKeepsOfIt() {
    Room made = room().recording(null);

    assertThat(WireJson.read(WireJson.write(made), Room.class)).isEqualTo(made);
    assertThat(made.keptPart()).isEqualTo(room().keptPart());
    assertThat(WireJson.write(room())).doesNotContain("events");
  }

  @Test
  void whatOthersAreToldHasNoSubjectAndNoNode() {
    Room made = room();
    Room in = made.withParticipants(List.of(ALICE), LATER).recording(made);
    List<String> bodies = new ArrayList<>();
    in.recordedEvents().waiting().forEach(event -> bodies.add(RoomEventBody.json(in, event)));

    assertThat(bodies)
        .containsExactly(
            "{\"type\":\"participant.joined\",\"number\":1,\"at\":\"2026-11-23T10:00:00Z\","
                + "\"missed\":0,\"room\":{\"roomId\":\"rm_1\",\"uniqueName\":\"stand-up\"},"
                + "\"participant\":{\"connectionId\":\""
                + ALICE.connectionId().value()
                + "\"}}");
  }
}
