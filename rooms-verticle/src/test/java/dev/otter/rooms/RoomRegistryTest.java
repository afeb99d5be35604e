package dev.otter.rooms;

import static dev.otter.rooms.TestParticipants.join;
import static dev.otter.rooms.TestParticipants.leave;
import static dev.otter.rooms.TestParticipants.plain;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.CreatedRoom;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.room.RoomTerms;
import dev.otter.contract.store.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The room rules, one caller at a time; see {@link RoomRegistryRaceTest} for several at once. */
@ExtendWith(VertxExtension.class)
class RoomRegistryTest {

  private static final Instant MADE = Instant.parse("2026-11-23T10:00:00.123Z");
  private static final Instant LATER = MADE.plusSeconds(60);
  private static final ConnectionId ALICE = ConnectionId.random(NodeTag.random());
  private static final ConnectionId BOB = ConnectionId.random(NodeTag.random());
  private static final ConnectionId CAROL = ConnectionId.random(NodeTag.random());

  private volatile Instant now = MADE;
  private RoomMap rooms;
  private UniqueNameMap names;
  private RoomRegistry registry;
  private RoomEntry entry;

  @BeforeEach
  void openRegistry(Vertx vertx) throws TimeoutException {
    RoomMaps maps = await(RoomMaps.open(vertx, RoomStore.none()));
    rooms = maps.rooms();
    names = maps.names();
    registry = new RoomRegistry(maps, () -> now, 0);
    entry = TestParticipants.entry(maps, () -> now);
  }

  @Test
  void aWriteThatTheClusterRepeatsHasMadeTheRoomAllTheSame() {
    Room unnamed = Room.create(RoomId.random(), null, 2, MADE);
    Room named = Room.create(RoomId.random(), "stand-up", 2, MADE);

    assertThat(RoomRegistry.outcome(unnamed, Optional.empty()).created()).isTrue();
    assertThat(RoomRegistry.outcome(unnamed, Optional.of(unnamed)).created()).isTrue();
    assertThat(RoomRegistry.outcome(named, Optional.empty()).created()).isTrue();
    assertThat(RoomRegistry.outcome(named, Optional.of(named)).created()).isFalse();
  }

  @Test
  void aNewRoomIsFoundByItsIdAndByItsName() throws TimeoutException {
    CreatedRoom created = await(registry.create(new CreateRoom("réunion", 4)));

    assertThat(created.created()).isTrue();
    Room room = created.room();
    assertThat(room).isEqualTo(Room.create(room.roomId(), "réunion", 4, MADE));
    assertThat(await(registry.find(room.roomId().value()))).isEqualTo(room);
    assertThat(await(registry.find("réunion"))).isEqualTo(room);
    assertThat(await(registry.find(" re\u0301union "))).isEqualTo(room);
  }

  @Test
  void timesAreWholeMilliseconds() throws TimeoutException {
    now = Instant.parse("2026-11-23T10:00:00.123456789Z");

    Room room = await(registry.create(new CreateRoom(null, 2))).room();

    assertThat(room.createdAt()).isEqualTo(MADE);
  }

  @Test
  void aRoomThatIsAskedForAfterADayIsMarkedAsInUse() throws TimeoutException {
    Room room = await(registry.create(new CreateRoom("weekly", 2))).room();
    now = MADE.plus(Duration.ofDays(7));

    Room byName = await(registry.create(new CreateRoom("weekly", 2))).room();
    now = MADE.plus(Duration.ofDays(14));
    Room byId = await(registry.find(room.roomId().value()));

    assertThat(byName.updatedAt()).isEqualTo(MADE.plus(Duration.ofDays(7)));
    assertThat(byId.updatedAt()).isEqualTo(now);
    assertThat(await(rooms.all())).containsExactly(byId);
  }

  @Test
  void theSameNameIsTheSameRoomAsItIs() throws TimeoutException {
    Room first = await(registry.create(new CreateRoom("stand-up", 2))).room();
    Room withAlice = await(entry.join(join(first.roomId(), ALICE))).room();
    now = LATER;

    CreatedRoom second = await(registry.create(new CreateRoom(" stand-up ", 16)));

    assertThat(second).isEqualTo(new CreatedRoom(withAlice, false));
    assertThat(await(rooms.all())).containsExactly(withAlice);
  }

  @Test
  void roomsOfOtherNamesOrOfNoNameAreOtherRooms() throws TimeoutException {
    await(registry.create(new CreateRoom("stand-up", 2)));

    assertThat(await(registry.create(new CreateRoom("Stand-up", 2))).created()).isTrue();
    assertThat(await(registry.create(new CreateRoom(null, 2))).created()).isTrue();
    assertThat(await(registry.create(new CreateRoom(null, 2))).created()).isTrue();

    assertThat(await(rooms.all())).extracting(Room::roomId).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void aNameWhoseNodeDiedBeforeItMadeTheRoomIsNotLost() throws TimeoutException {
    RoomId claimed = await(names.claim("stand-up", RoomId.random()));
    assertThat(refusal(registry.find("stand-up"))).isEqualTo(ErrorCode.ROOM_NOT_FOUND);

    CreatedRoom created = await(registry.create(new CreateRoom("stand-up", 2)));

    assertThat(created.created()).isTrue();
    assertThat(created.room().roomId()).isEqualTo(claimed);
  }

  @Test
  void aNameThatIsNotAllowedMakesNothing() throws TimeoutException {
    RefusedException refusal =
        catchThrowableOfType(
            RefusedException.class, () -> registry.create(new CreateRoom("a/b", 2)));

    assertThat(refusal.code()).isEqualTo(ErrorCode.FIELD_INVALID);
    assertThat(await(rooms.all())).isEmpty();
    assertThat(await(names.find("a/b"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "rm_unknown", "rm_", "../stand-up", "*", "STAND-UP"})
  void whatIsNoRoomIsNotFound(String idOrName) throws TimeoutException {
    await(registry.create(new CreateRoom("stand-up", 2)));

    assertThat(refusal(registry.find(idOrName))).isEqualTo(ErrorCode.ROOM_NOT_FOUND);
  }

  @Test
  void whoJoinsIsInAfterThoseWhoWereThere() throws TimeoutException {
    RoomId id = createRoom(3);
    now = LATER;
    await(entry.join(join(id, ALICE)));
    await(entry.join(join(id, BOB)));

    Room joined = await(entry.join(join(id, CAROL))).room();

    assertThat(joined.participantIds()).containsExactly(ALICE, BOB, CAROL);
    assertThat(joined.createdAt()).isEqualTo(MADE);
    assertThat(joined.updatedAt()).isEqualTo(LATER);
    assertThat(await(rooms.find(id))).contains(joined);
  }

  @Test
  void whoIsInAlreadyJoinsAgainWithoutAnyChange() throws TimeoutException {
    RoomId id = createRoom(2);
    await(entry.join(join(id, ALICE)));
    Room full = await(entry.join(join(id, BOB))).room();
    now = LATER;

    assertThat(await(entry.join(join(id, ALICE))).room()).isEqualTo(full);

    assertThat(await(rooms.find(id))).contains(full);
  }

  @Test
  void aFullRoomTakesNobodyElse() throws TimeoutException {
    RoomId id = createRoom(2);
    await(entry.join(join(id, ALICE)));
    Room full = await(entry.join(join(id, BOB))).room();

    assertThat(refusal(entry.join(join(id, CAROL)))).isEqualTo(ErrorCode.ROOM_FULL);

    assertThat(await(rooms.find(id))).contains(full);
  }

  @Test
  void aPlaceThatWasLeftIsFree() throws TimeoutException {
    RoomId id = createRoom(2);
    await(entry.join(join(id, ALICE)));
    await(entry.join(join(id, BOB)));
    await(registry.leave(leave(id, ALICE)));

    assertThat(await(entry.join(join(id, CAROL))).room().participantIds())
        .containsExactly(BOB, CAROL);
  }

  @Test
  void aRoomThatHasEndedTakesNobodyAndLetsEverybodyGo() throws TimeoutException {
    Room ended =
        new Room(
            RoomId.random(),
            null,
            MADE,
            MADE,
            2,
            true,
            plain(ALICE),
            RoomTerms.NONE,
            List.of(),
            null,
            null,
            null);
    await(rooms.putIfAbsent(ended));

    assertThat(refusal(entry.join(join(ended.roomId(), BOB)))).isEqualTo(ErrorCode.ROOM_CLOSED);
    assertThat(refusal(entry.join(join(ended.roomId(), ALICE)))).isEqualTo(ErrorCode.ROOM_CLOSED);
    assertThat(await(registry.leave(leave(ended.roomId(), ALICE))).participantIds()).isEmpty();
  }

  @Test
  void nobodyLeavesARoomThatIsNotThere() {
    RoomId unknown = RoomId.random();

    assertThat(refusal(registry.leave(leave(unknown, ALICE)))).isEqualTo(ErrorCode.ROOM_NOT_FOUND);
  }

  @Test
  void whoLeavesIsOutAndTheOthersStayInOrder() throws TimeoutException {
    RoomId id = createRoom(3);
    await(entry.join(join(id, ALICE)));
    await(entry.join(join(id, BOB)));
    await(entry.join(join(id, CAROL)));
    now = LATER;

    Room left = await(registry.leave(leave(id, BOB)));

    assertThat(left.participantIds()).containsExactly(ALICE, CAROL);
    assertThat(left.updatedAt()).isEqualTo(LATER);
    assertThat(await(rooms.find(id))).contains(left);
  }

  @Test
  void theLeavingOfOneWhoIsNotInChangesNothing() throws TimeoutException {
    RoomId id = createRoom(2);
    Room before = await(entry.join(join(id, ALICE))).room();
    now = LATER;

    assertThat(await(registry.leave(leave(id, BOB)))).isEqualTo(before);

    assertThat(await(rooms.find(id))).contains(before);
  }

  @Test
  void whoIsTakenOutIsTakenOutOnce() throws TimeoutException {
    RoomId id = createRoom(2);
    await(entry.join(join(id, ALICE)));
    Room both = await(entry.join(join(id, BOB))).room();
    now = LATER;

    assertThat(await(registry.remove(leave(id, BOB))))
        .contains(both.withParticipants(both.others(BOB), LATER));
    assertThat(await(registry.remove(leave(id, BOB)))).isEmpty();
  }

  private RoomId createRoom(int maxParticipants) throws TimeoutException {
    return await(registry.create(new CreateRoom(null, maxParticipants))).room().roomId();
  }

  private static ErrorCode refusal(Future<?> refused) {
    return catchThrowableOfType(RefusedException.class, () -> await(refused)).code();
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, SECONDS);
  }
}
