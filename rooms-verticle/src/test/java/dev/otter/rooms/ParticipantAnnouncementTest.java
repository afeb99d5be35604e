package dev.otter.rooms;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.AnnounceParticipant;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.ResumeParticipant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.room.RoomSeed;
import dev.otter.contract.room.RoomTerms;
import dev.otter.contract.store.RoomStore;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node says whom it holds, and the map says something else. */
@ExtendWith(VertxExtension.class)
class ParticipantAnnouncementTest {

  private static final Instant MADE = Instant.parse("2026-11-23T10:00:00Z");
  private static final NodeTag NODE = NodeTag.random();
  private static final RoomId ROOM = RoomId.random();

  private final Participant alice =
      Participant.live(ConnectionId.random(NODE), "guest-1", "hash-1", MADE);
  private final Participant bob =
      Participant.live(ConnectionId.random(NODE), "guest-2", "hash-2", MADE);
  private RoomMap rooms;
  private ParticipantAnnouncement announcement;

  @BeforeEach
  void open(Vertx vertx) throws TimeoutException {
    RoomMaps maps = RoomMaps.open(vertx, RoomStore.none()).await(30, SECONDS);
    rooms = maps.rooms();
    announcement =
        new ParticipantAnnouncement(
            rooms, () -> MADE.plusSeconds(1), new RoomRevival(maps, () -> MADE));
  }

  @Test
  void whomTheMapLostIsInAgain() throws TimeoutException {
    put(false, bob);

    assertThat(announce(alice).participants()).containsExactly(bob, alice);
  }

  @Test
  void whoCountsAsInterruptedIsLiveAgain() throws TimeoutException {
    put(false, alice.interrupted(), bob);

    assertThat(announce(alice).participants()).containsExactly(alice, bob);
  }

  @Test
  void whatIsSoAlreadyIsNotWritten() throws TimeoutException {
    Room before = put(false, alice, bob);

    assertThat(announce(alice)).isEqualTo(before);
  }

  @Test
  void whomAnotherSocketHasTakenOverIsNotGivenBack() throws TimeoutException {
    Room before = put(false, alice.resumed(elsewhere()), bob);

    assertThat(refusal(alice)).isEqualTo(ErrorCode.RESUMED_ELSEWHERE);
    assertThat(rooms.find(ROOM).await(30, SECONDS)).contains(before);
  }

  @Test
  void aRoomThatHasEndedStaysSo() throws TimeoutException {
    put(true);

    assertThat(refusal(alice)).isEqualTo(ErrorCode.ROOM_CLOSED);
  }

  @Test
  void aPlaceThatWasGivenAwayIsGone() throws TimeoutException {
    put(false, bob, Participant.live(ConnectionId.random(NODE), "guest-3", "hash-4", MADE));

    assertThat(refusal(alice)).isEqualTo(ErrorCode.ROOM_FULL);
  }

  private Room put(boolean closed, Participant... in) throws TimeoutException {
    Room room =
        new Room(
            ROOM,
            null,
            MADE,
            MADE,
            2,
            closed,
            List.of(in),
            RoomTerms.NONE,
            List.of(),
            null,
            null,
            null);
    rooms.putIfAbsent(room).await(30, SECONDS);
    return room;
  }

  private Room announce(Participant participant) throws TimeoutException {
    return announcement
        .announce(new AnnounceParticipant(ROOM, participant, RoomSeed.PLAIN))
        .await(30, SECONDS);
  }

  private ErrorCode refusal(Participant participant) {
    return catchThrowableOfType(RefusedException.class, () -> announce(participant)).code();
  }

  private ResumeParticipant elsewhere() {
    return new ResumeParticipant(
        ROOM, alice.connectionId(), "guest-1", "hash-1", "hash-3", 2, NodeTag.random());
  }
}
