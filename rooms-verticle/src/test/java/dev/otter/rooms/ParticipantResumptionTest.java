package dev.otter.rooms;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.auth.Permissions;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.InterruptParticipant;
import dev.otter.contract.room.InterruptedParticipant;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.JoinedRoom;
import dev.otter.contract.room.LeaveRoom;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.ParticipantState;
import dev.otter.contract.room.ResumeLock;
import dev.otter.contract.room.ResumeParticipant;
import dev.otter.contract.room.ResumedParticipant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.room.RoomSeed;
import dev.otter.contract.room.RoomTerms;
import dev.otter.contract.store.RoomStore;
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
  private RoomEntry entry;
  private ParticipantResumption resumption;
  private RoomId roomId;

  @BeforeEach
  void aliceAndBobAreIn(Vertx vertx) throws TimeoutException {
    RoomMaps maps = await(RoomMaps.open(vertx, RoomStore.none()));
    rooms = maps.rooms();
    registry = new RoomRegistry(maps, () -> MADE, 0);
    resumption = new ParticipantResumption(rooms, () -> MADE);
    Room room = Room.create(RoomId.random(), null, 2, MADE);
    roomId = room.roomId();
    await(rooms.putIfAbsent(room));
    entry = TestParticipants.entry(maps, () -> MADE);
    await(
        entry.join(
            new JoinRoom(
                roomId, ALICE, SUBJECT, null, HASH, 1, Permissions.OF_A_GUEST, RoomSeed.PLAIN)));
    await(
        entry.join(
            new JoinRoom(
                roomId, BOB, SUBJECT, null, null, 0, Permissions.OF_A_GUEST, RoomSeed.PLAIN)));
  }

  @Test
  void whoIsInterruptedKeepsItsPlaceAndOneOfTwoWhoSayItLearnsThatItWasFirst()
      throws TimeoutException {
    InterruptedParticipant first = await(interrupt(1));
    InterruptedParticipant second = await(interrupt(1));

    assertThat(first.changed()).isTrue();
    assertThat(second.changed()).isFalse();
    assertThat(alice().state()).isEqualTo(ParticipantState.INTERRUPTED);
    assertThat(room().participantIds()).containsExactly(ALICE, BOB);
  }

  @Test
  void whoCannotResumeIsNotInterrupted() throws TimeoutException {
    InterruptedParticipant plain =
        await(resumption.interrupt(new InterruptParticipant(roomId, BOB, 0, null)));

    assertThat(plain.changed()).isFalse();
  }

  @Test
  void whoComesBackWithItsSecretIsLiveOnItsNewNodeUnderItsOldIdInItsOldPlace()
      throws TimeoutException {
    await(interrupt(1));

    ResumedParticipant resumed = await(resume(HASH, NEXT_HASH));

    assertThat(resumed.before().node()).isEqualTo(FIRST_NODE);
    assertThat(resumed.room()).isEqualTo(room());
    assertThat(room().participantIds()).containsExactly(ALICE, BOB);
    assertThat(alice())
        .isEqualTo(
            new Participant(
                ALICE,
                SUBJECT,
                null,
                SECOND_NODE,
                ParticipantState.LIVE,
                new ResumeLock(NEXT_HASH, HASH, 2, 2),
                MADE,
                Permissions.OF_A_GUEST));
  }

  @Test
  void whoComesBackBeforeItsBreakWasNoticedResumesToo() throws TimeoutException {
    await(resume(HASH, NEXT_HASH));

    assertThat(alice().node()).isEqualTo(SECOND_NODE);
    assertThat(await(interrupt(1)).changed()).as("by the old socket").isFalse();
    assertThat(await(registry.remove(new LeaveRoom(roomId, ALICE, 1)))).isEmpty();
    assertThat(alice().live()).isTrue();
  }

  @Test
  void aSecretIsGoodOnce() throws TimeoutException {
    await(resume(HASH, NEXT_HASH));

    assertThat(refusal(resume(HASH, "hash-3", 3))).isEqualTo(ErrorCode.RESUME_REFUSED);
    assertThat(alice().lock().opensWith(NEXT_HASH)).isTrue();
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
                    new ResumeParticipant(
                        roomId, ALICE, "guest-2", HASH, NEXT_HASH, 2, SECOND_NODE))))
        .isEqualTo(ErrorCode.RESUME_REFUSED);
    assertThat(
            refusal(
                resumption.resume(
                    new ResumeParticipant(roomId, BOB, SUBJECT, null, NEXT_HASH, 2, SECOND_NODE))))
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
                    other.roomId(), ALICE, SUBJECT, HASH, NEXT_HASH, 2, SECOND_NODE)));

    assertThat(answer.room()).isNull();
    assertThat(alice().lock().opensWith(HASH)).isTrue();
  }

  @Test
  void afterTheWindowThePlaceIsFreeAndTheSecretOpensNothing() throws TimeoutException {
    await(interrupt(1));

    assertThat(await(resumption.expire(roomId, ALICE, 1))).isPresent();
    assertThat(await(resumption.expire(roomId, ALICE, 1))).isEmpty();

    assertThat(await(resume(HASH, NEXT_HASH)).room()).isNull();
    assertThat(room().participantIds()).containsExactly(BOB);
  }

  @Test
  void whoWasResumedMeanwhileDoesNotExpireNotEvenAfterAnotherBreak() throws TimeoutException {
    await(interrupt(1));
    await(resume(HASH, NEXT_HASH));

    assertThat(await(resumption.expire(roomId, ALICE, 1))).isEmpty();
    await(interrupt(2));
    assertThat(await(resumption.expire(roomId, ALICE, 1))).isEmpty();

    assertThat(room().participantIds()).containsExactly(ALICE, BOB);
  }

  @Test
  void ofEightClaimantsAtOnceExactlyOneWins() throws Exception {
    await(interrupt(1));
    ExecutorService callers = Executors.newCachedThreadPool();
    CyclicBarrier start = new CyclicBarrier(8);
    List<Callable<String>> claims =
        IntStream.range(0, 8)
            .<Callable<String>>mapToObj(
                i ->
                    () -> {
                      start.await(30, SECONDS);
                      return await(
                          resume(HASH, "of-" + i)
                              .map("of-" + i)
                              .otherwise(failure -> ((RefusedException) failure).code().code()));
                    })
            .toList();

    List<String> outcomes = new ArrayList<>();
    for (java.util.concurrent.Future<String> each : callers.invokeAll(claims, 60, SECONDS)) {
      outcomes.add(each.get());
    }
    callers.shutdownNow();

    assertThat(outcomes).filteredOn("resume-refused"::equals).hasSize(7);
    String winner = outcomes.stream().filter(each -> each.startsWith("of-")).findAny().get();
    assertThat(alice().lock().opensWith(winner)).isTrue();
  }

  @Test
  void aRoomThatHasEndedTakesNobodyBack() throws TimeoutException {
    Room room = room();
    Room ended =
        new Room(
            roomId,
            null,
            MADE,
            MADE,
            room.maxParticipants(),
            true,
            room.participants(),
            RoomTerms.NONE,
            List.of(),
            null,
            null,
            null);
    await(rooms.compareAndSet(room, ended));

    assertThat(refusal(resume(HASH, NEXT_HASH))).isEqualTo(ErrorCode.ROOM_CLOSED);
  }

  @Test
  void whoDidNotGetTheAnswerAsksAgainWithTheSameTwoSecretsOrComesWithTheNext()
      throws TimeoutException {
    await(resume(HASH, NEXT_HASH, 2));

    await(resume(HASH, NEXT_HASH, 3));
    assertThat(alice().life()).isEqualTo(3);
    await(resume(NEXT_HASH, "hash-3", 4));

    assertThat(alice().lock()).isEqualTo(new ResumeLock("hash-3", NEXT_HASH, 4, 4));
    assertThat(refusal(resume(HASH, NEXT_HASH, 5))).isEqualTo(ErrorCode.RESUME_REFUSED);
  }

  @Test
  void theVeryMessageOfAResumeIsGoodOnce() throws TimeoutException {
    await(resume(HASH, NEXT_HASH, 2));

    assertThat(refusal(resume(HASH, NEXT_HASH, 2))).isEqualTo(ErrorCode.RESUME_REFUSED);
    assertThat(refusal(resume(NEXT_HASH, "hash-3", 1))).isEqualTo(ErrorCode.RESUME_REFUSED);
  }

  @Test
  void aResumeThatLandsAfterItsSocketGaveItUpTakesNothingOver() throws TimeoutException {
    await(interrupt(1));
    await(resumption.interrupt(new InterruptParticipant(roomId, ALICE, 2, HASH)));

    assertThat(refusal(resume(HASH, NEXT_HASH, 2))).isEqualTo(ErrorCode.RESUME_REFUSED);
    assertThat(alice().live()).isFalse();
    await(resume(HASH, NEXT_HASH, 3));
    assertThat(alice().live()).isTrue();
  }

  @Test
  void aResumeThatLandsAfterALaterOneTakesNothingOver() throws TimeoutException {
    await(resume(HASH, NEXT_HASH, 3));

    assertThat(refusal(resume(HASH, NEXT_HASH, 2))).isEqualTo(ErrorCode.RESUME_REFUSED);
    assertThat(alice().life()).isEqualTo(3);
  }

  @Test
  void givingUpAnAttemptChangesNothingWithoutTheSecretAndInterruptsNobodyElse()
      throws TimeoutException {
    Room before = room();
    await(resumption.interrupt(new InterruptParticipant(roomId, ALICE, 1_000_000, "guess")));
    await(resumption.interrupt(new InterruptParticipant(roomId, ALICE, 1_000_000, null)));
    assertThat(room()).isEqualTo(before);

    assertThat(await(resumption.interrupt(new InterruptParticipant(roomId, ALICE, 2, HASH))))
        .matches(answer -> !answer.changed());
    assertThat(alice().live()).isTrue();
    await(resume(HASH, NEXT_HASH, 3));
  }

  @Test
  void whoAsksAgainToComeInGetsThePlaceThatItHas() throws TimeoutException {
    ConnectionId again = ConnectionId.random(SECOND_NODE);

    JoinedRoom answer =
        await(
                entry.join(
                    new JoinRoom(
                        roomId,
                        again,
                        SUBJECT,
                        null,
                        HASH,
                        2,
                        Permissions.OF_A_GUEST,
                        RoomSeed.PLAIN)))
            .answer();

    assertThat(answer.connectionId()).isEqualTo(ALICE);
    assertThat(answer.takenOver()).hasValueSatisfying(it -> assertThat(it.life()).isEqualTo(1));
    assertThat(alice().node()).isEqualTo(SECOND_NODE);
    assertThat(room().participantIds()).containsExactly(ALICE, BOB);
    assertThat(
            refusal(
                entry.join(
                    new JoinRoom(
                        roomId,
                        again,
                        SUBJECT,
                        null,
                        HASH,
                        1,
                        Permissions.OF_A_GUEST,
                        RoomSeed.PLAIN))))
        .as("the first, late")
        .isEqualTo(ErrorCode.RESUME_REFUSED);
    assertThat(
            refusal(
                entry.join(
                    new JoinRoom(
                        roomId,
                        again,
                        "guest-2",
                        null,
                        HASH,
                        3,
                        Permissions.OF_A_GUEST,
                        RoomSeed.PLAIN))))
        .as("another subject is another one")
        .isEqualTo(ErrorCode.ROOM_FULL);
  }

  private Future<InterruptedParticipant> interrupt(long life) {
    return resumption.interrupt(new InterruptParticipant(roomId, ALICE, life, null));
  }

  private Future<ResumedParticipant> resume(String presented, String next) {
    return resume(presented, next, 2);
  }

  private Future<ResumedParticipant> resume(String presented, String next, long attempt) {
    return resumption.resume(
        new ResumeParticipant(roomId, ALICE, SUBJECT, presented, next, attempt, SECOND_NODE));
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
    return future.await(30, SECONDS);
  }
}
