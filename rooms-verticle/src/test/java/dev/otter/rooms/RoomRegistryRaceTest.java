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
import dev.otter.contract.store.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Several callers at once. The registry asks its clock between the reading of a room and its
 * writing, so a clock of the test's own can let somebody else in exactly there.
 */
@ExtendWith(VertxExtension.class)
class RoomRegistryRaceTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final ConnectionId ALICE = ConnectionId.random(NodeTag.random());
  private static final ConnectionId BOB = ConnectionId.random(NodeTag.random());
  private static final ConnectionId CAROL = ConnectionId.random(NodeTag.random());

  private final AtomicInteger attempts = new AtomicInteger();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private Runnable betweenReadAndWrite = () -> {};
  private RoomMap rooms;
  private RoomRegistry registry;
  private RoomEntry entry;

  @BeforeEach
  void openRegistry(Vertx vertx) throws TimeoutException {
    RoomMaps maps = await(RoomMaps.open(vertx, RoomStore.none()));
    rooms = maps.rooms();
    InstantSource clock =
        () -> {
          attempts.incrementAndGet();
          betweenReadAndWrite.run();
          return NOW;
        };
    registry = new RoomRegistry(maps, clock, 0);
    entry = TestParticipants.entry(maps, clock);
  }

  @AfterEach
  void endCallers() {
    callers.shutdownNow();
  }

  @Test
  void aJoinThatLosesARaceIsDoneOnWhatTheOtherMade() throws TimeoutException {
    Room room = put(Room.create(RoomId.random(), null, 3, NOW));
    Room withBob = room.withParticipants(plain(BOB), NOW);
    onFirstAttempt(() -> rooms.compareAndSet(room, withBob));

    Room joined = await(entry.join(join(room.roomId(), ALICE))).room();

    assertThat(joined.participantIds()).containsExactly(BOB, ALICE);
    assertThat(await(rooms.find(room.roomId()))).contains(joined);
    assertThat(attempts).hasValue(2);
  }

  @Test
  void aJoinThatLosesTheLastPlaceIsRefused() throws TimeoutException {
    Room room = put(Room.create(RoomId.random(), null, 2, NOW).withParticipants(plain(BOB), NOW));
    Room full = room.withParticipants(plain(BOB, CAROL), NOW);
    onFirstAttempt(() -> rooms.compareAndSet(room, full));

    RefusedException refusal =
        catchThrowableOfType(
            RefusedException.class, () -> await(entry.join(join(room.roomId(), ALICE))));

    assertThat(refusal.code()).isEqualTo(ErrorCode.ROOM_FULL);
    assertThat(await(rooms.find(room.roomId()))).contains(full);
  }

  @Test
  void aJoinIntoARoomThatIsForgottenMeanwhileMakesItAgain() throws TimeoutException {
    Room room = put(Room.create(RoomId.random(), null, 2, NOW));
    onFirstAttempt(() -> rooms.removeUnchanged(room));

    Room joined = await(entry.join(join(room.roomId(), ALICE))).room();

    assertThat(joined.participantIds()).containsExactly(ALICE);
    assertThat(await(rooms.all())).containsExactly(joined);
  }

  @Test
  void aLeaveThatLosesARaceKeepsWhoCameMeanwhile() throws TimeoutException {
    Room room = put(Room.create(RoomId.random(), null, 3, NOW).withParticipants(plain(ALICE), NOW));
    Room withBob = room.withParticipants(plain(ALICE, BOB), NOW);
    onFirstAttempt(() -> rooms.compareAndSet(room, withBob));

    Room left = await(registry.leave(leave(room.roomId(), ALICE)));

    assertThat(left.participantIds()).containsExactly(BOB);
    assertThat(await(rooms.find(room.roomId()))).contains(left);
  }

  @Test
  void aChangeThatLosesEveryRaceEndsAsAFault() throws TimeoutException {
    Room room = put(Room.create(RoomId.random(), null, 2, NOW));
    List<Room> versions = new ArrayList<>(List.of(room));
    betweenReadAndWrite =
        () -> {
          Room last = versions.get(versions.size() - 1);
          Room next = last.withParticipants(plain(), last.updatedAt().plusSeconds(1));
          versions.add(next);
          rooms.compareAndSet(last, next);
        };

    IllegalStateException fault =
        catchThrowableOfType(
            IllegalStateException.class, () -> await(entry.join(join(room.roomId(), ALICE))));

    assertThat(fault).hasMessage("room " + room.roomId() + " changed 100 times");
    assertThat(attempts).hasValue(100);
  }

  @Test
  void aHundredCreatesOfOneNameAtOnceMakeOneRoom() throws Exception {
    List<CreatedRoom> created = atOnce(100, () -> registry.create(new CreateRoom("stand-up", 2)));

    assertThat(created).extracting(CreatedRoom::room).containsOnly(created.get(0).room());
    assertThat(created).filteredOn(CreatedRoom::created).hasSize(1);
    assertThat(await(rooms.all())).containsExactly(created.get(0).room());
  }

  @Test
  void ofSixteenJoinsAtOnceIntoARoomForTwoExactlyTwoAreIn() throws Exception {
    RoomId id = put(Room.create(RoomId.random(), null, 2, NOW)).roomId();

    List<String> outcomes =
        atOnce(
            16,
            () ->
                entry
                    .join(join(id, ConnectionId.random(NodeTag.random())))
                    .map("in")
                    .otherwise(RoomRegistryRaceTest::code));

    assertThat(outcomes).filteredOn("in"::equals).hasSize(2);
    assertThat(outcomes).filteredOn("room-full"::equals).hasSize(14);
    assertThat(await(rooms.find(id)).orElseThrow().participantIds())
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @Test
  void ofSixteenJoinsAtOnceIntoARoomForSixteenNoneIsLost() throws Exception {
    RoomId id = put(Room.create(RoomId.random(), null, 16, NOW)).roomId();
    List<ConnectionId> all =
        Stream.generate(() -> ConnectionId.random(NodeTag.random())).limit(16).toList();
    AtomicInteger next = new AtomicInteger();

    atOnce(16, () -> entry.join(join(id, all.get(next.getAndIncrement()))));

    assertThat(await(rooms.find(id)).orElseThrow().participantIds())
        .containsExactlyInAnyOrderElementsOf(all);
  }

  /** Asks from as many threads, all released at one moment. */
  private <T> List<T> atOnce(int times, Supplier<Future<T>> call) throws Exception {
    CyclicBarrier start = new CyclicBarrier(times);
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      calls.add(
          () -> {
            start.await(30, SECONDS);
            return await(call.get());
          });
    }
    List<T> results = new ArrayList<>();
    for (java.util.concurrent.Future<T> result : callers.invokeAll(calls, 60, SECONDS)) {
      results.add(result.get());
    }
    return results;
  }

  private void onFirstAttempt(Runnable action) {
    betweenReadAndWrite =
        () -> {
          if (attempts.get() == 1) {
            action.run();
          }
        };
  }

  private Room put(Room room) throws TimeoutException {
    await(rooms.putIfAbsent(room));
    return room;
  }

  private static String code(Throwable failure) {
    return failure instanceof RefusedException refused ? refused.code().code() : failure.toString();
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, SECONDS);
  }
}
