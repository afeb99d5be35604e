package dev.otter.rooms;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.InterruptParticipant;
import dev.otter.contract.room.InterruptedParticipant;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.LeaveRoom;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.ParticipantState;
import dev.otter.contract.room.ResumeParticipant;
import dev.otter.contract.room.ResumedParticipant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may come back after a break, and who may not. */
@ExtendWith(VertxExtension.class)
class ParticipantResumptionTest {

  private static final Instant MADE = Instant.parse("2026-11-23T10:00:00Z");
  private static final NodeTag FIRST_NODE = NodeTag.random();
  private static final NodeTag SECOND_NODE = NodeTag.random();
  private static final ConnectionId ALICE = ConnectionId.random(FIRST_NODE);
  private static final ConnectionId BOB = ConnectionId.random(FIRST_NODE);
  private static final String SUBJECT = "guest-1";
  private static final String HASH = "hash-1";
  private static final String NEXT_HASH = "hash-2";

  private RoomMap rooms;
  private RoomRegistry registry;
  private ParticipantResumption resumption;
  private RoomId roomId;

  @BeforeEach
  void aliceAndBobAreIn(Vertx vertx) throws TimeoutException {
    rooms = await(RoomMap.open(vertx));
    registry = new RoomRegistry(rooms, await(UniqueNameMap.open(vertx)), () -> MADE);
    resumption = new ParticipantResumption(rooms, () -> MADE);
    Room room = Room.create(RoomId.random(), null, 2, MADE);
    roomId = room.roomId();
    await(rooms.putIfAbsent(room));
    await(registry.join(new JoinRoom(roomId, ALICE, SUBJECT, HASH)));
    await(registry.join(new JoinRoom(roomId, BOB, SUBJECT, null)));
  }

  @Test
  void whoIsInterruptedKeepsItsPlaceAndOneOfTwoWhoSayItLearnsThatItWasFirst()
      throws TimeoutException {
    InterruptedParticipant first = await(interrupt(HASH));
    InterruptedParticipant second = await(interrupt(HASH));

    assertThat(first.changed()).isTrue();
    assertThat(second.changed()).isFalse();
    assertThat(alice().state()).isEqualTo(ParticipantState.INTERRUPTED);
    assertThat(room().participantIds()).containsExactly(ALICE, BOB);
  }

  @Test
  void whoCannotResumeIsNotInterrupted() throws TimeoutException {
    InterruptedParticipant plain =
        await(resumption.interrupt(new InterruptParticipant(roomId, BOB, null)));

    assertThat(plain.changed()).isFalse();
  }

  @Test
  void whoComesBackWithItsSecretIsLiveOnItsNewNodeUnderItsOldIdInItsOldPlace()
      throws TimeoutException {
    await(interrupt(HASH));

    ResumedParticipant resumed = await(resume(HASH, NEXT_HASH));

    assertThat(resumed.before().node()).isEqualTo(FIRST_NODE);
    assertThat(resumed.room()).isEqualTo(room());
    assertThat(room().participantIds()).containsExactly(ALICE, BOB);
    assertThat(alice())
        .isEqualTo(
            new Participant(ALICE, SUBJECT, SECOND_NODE, ParticipantState.LIVE, NEXT_HASH, MADE));
  }

  @Test
  void whoComesBackBeforeItsBreakWasNoticedResumesToo() throws TimeoutException {
    await(resume(HASH, NEXT_HASH));

    assertThat(alice().node()).isEqualTo(SECOND_NODE);
    assertThat(await(interrupt(HASH)).changed()).as("by the old socket").isFalse();
    assertThat(await(registry.remove(new LeaveRoom(roomId, ALICE, HASH)))).isEmpty();
    assertThat(alice().live()).isTrue();
  }

  @Test
  void aSecretIsGoodOnce() throws TimeoutException {
    await(resume(HASH, NEXT_HASH));

    assertThat(refusal(resume(HASH, "hash-3"))).isEqualTo(ErrorCode.RESUME_REFUSED);
    assertThat(alice().isOf(NEXT_HASH)).isTrue();
  }

  @Test
  void anotherSecretAnotherSubjectAndAPlainConnectionAreRefused() throws TimeoutException {
    Room before = room();

    assertThat(refusal(resume("guess", NEXT_HASH))).isEqualTo(ErrorCode.RESUME_REFUSED);
    assertThat(refusal(resume(ALICE.value(), NEXT_HASH))).isEqualTo(ErrorCode.RESUME_REFUSED);
    assertThat(refusal(resume(null, NEXT_HASH))).isEqualTo(ErrorCode.RESUME_REFUSED);
    assertThat(
            refusal(
                resumption.resume(
                    new ResumeParticipant(roomId, ALICE, "guest-2", HASH, NEXT_HASH, SECOND_NODE))))
        .isEqualTo(ErrorCode.RESUME_REFUSED);
    assertThat(
            refusal(
                resumption.resume(
                    new ResumeParticipant(roomId, BOB, SUBJECT, null, NEXT_HASH, SECOND_NODE))))
        .isEqualTo(ErrorCode.RESUME_REFUSED);
    assertThat(room()).isEqualTo(before);
  }

  @Test
  void inAnotherRoomNobodyOfThatIdIsKnown() throws TimeoutException {
    Room other = Room.create(RoomId.random(), null, 2, MADE);
    await(rooms.putIfAbsent(other));

    ResumedParticipant answer =
        await(
            resumption.resume(
                new ResumeParticipant(
                    other.roomId(), ALICE, SUBJECT, HASH, NEXT_HASH, SECOND_NODE)));

    assertThat(answer.room()).isNull();
    assertThat(alice().isOf(HASH)).isTrue();
  }

  @Test
  void afterTheWindowThePlaceIsFreeAndTheSecretOpensNothing() throws TimeoutException {
    await(interrupt(HASH));

    assertThat(await(resumption.expire(roomId, ALICE, HASH))).isPresent();
    assertThat(await(resumption.expire(roomId, ALICE, HASH))).isEmpty();

    assertThat(await(resume(HASH, NEXT_HASH)).room()).isNull();
    assertThat(room().participantIds()).containsExactly(BOB);
  }

  @Test
  void whoWasResumedMeanwhileDoesNotExpireNotEvenAfterAnotherBreak() throws TimeoutException {
    await(interrupt(HASH));
    await(resume(HASH, NEXT_HASH));

    assertThat(await(resumption.expire(roomId, ALICE, HASH))).isEmpty();
    await(interrupt(NEXT_HASH));
    assertThat(await(resumption.expire(roomId, ALICE, HASH))).isEmpty();

    assertThat(room().participantIds()).containsExactly(ALICE, BOB);
  }

  @Test
  void ofEightClaimantsAtOnceExactlyOneWins() throws Exception {
    await(interrupt(HASH));
    ExecutorService callers = Executors.newCachedThreadPool();
    CyclicBarrier start = new CyclicBarrier(8);
    List<Callable<String>> claims =
        IntStream.range(0, 8)
            .<Callable<String>>mapToObj(
                i ->
                    () -> {
                      start.await(10, SECONDS);
                      return await(
                          resume(HASH, "of-" + i)
                              .map("of-" + i)
                              .otherwise(failure -> ((RefusedException) failure).code().code()));
                    })
            .toList();

    List<String> outcomes = new ArrayList<>();
    for (java.util.concurrent.Future<String> each : callers.invokeAll(claims, 20, SECONDS)) {
      outcomes.add(each.get());
    }
    callers.shutdownNow();

    assertThat(outcomes).filteredOn("resume-refused"::equals).hasSize(7);
    String winner = outcomes.stream().filter(each -> each.startsWith("of-")).findAny().get();
    assertThat(alice().isOf(winner)).isTrue();
  }

  @Test
  void aRoomThatHasEndedTakesNobodyBack() throws TimeoutException {
    Room room = room();
    Room ended =
        new Room(roomId, null, MADE, MADE, room.maxParticipants(), true, room.participants());
    await(rooms.compareAndSet(room, ended));

    assertThat(refusal(resume(HASH, NEXT_HASH))).isEqualTo(ErrorCode.ROOM_CLOSED);
  }

  private Future<InterruptedParticipant> interrupt(String hash) {
    return resumption.interrupt(new InterruptParticipant(roomId, ALICE, hash));
  }

  private Future<ResumedParticipant> resume(String presented, String next) {
    return resumption.resume(
        new ResumeParticipant(roomId, ALICE, SUBJECT, presented, next, SECOND_NODE));
  }

  private Room room() throws TimeoutException {
    return await(rooms.find(roomId)).orElseThrow();
  }

  private Participant alice() throws TimeoutException {
    return room().participant(ALICE).orElseThrow();
  }

  private static ErrorCode refusal(Future<?> refused) {
    return catchThrowableOfType(RefusedException.class, () -> await(refused)).code();
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(10, SECONDS);
  }
}
