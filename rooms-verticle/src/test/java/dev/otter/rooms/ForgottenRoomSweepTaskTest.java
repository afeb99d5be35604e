package dev.otter.rooms;

import static dev.otter.rooms.TestParticipants.join;
import static dev.otter.rooms.TestParticipants.leave;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class ForgottenRoomSweepTaskTest {

  private static final Instant MADE = Instant.parse("2026-11-23T10:00:00Z");
  private static final Duration SEVEN_DAYS = Duration.ofDays(7);
  private static final ConnectionId ALICE = ConnectionId.random(NodeTag.random());

  private volatile Instant now = MADE;
  private RoomMap rooms;
  private UniqueNameMap names;
  private RoomRegistry registry;
  private RoomEntry entry;
  private ForgottenRoomSweepTask sweep;

  @BeforeEach
  void openMaps(Vertx vertx) throws TimeoutException {
    RoomMaps maps = await(RoomMaps.open(vertx, RoomStore.none()));
    rooms = maps.rooms();
    names = maps.names();
    registry = new RoomRegistry(maps, () -> now, 0);
    entry = TestParticipants.entry(maps, () -> now);
    sweep = new ForgottenRoomSweepTask(maps, await(SweepLease.open(vertx)), () -> now);
  }

  @Test
  void aRoomThatNobodyHasBeenInForSevenDaysGoesWithItsName() throws TimeoutException {
    Room room = create("stand-up");
    create(null);

    now = MADE.plus(SEVEN_DAYS).plusMillis(1);
    await(sweep.sweep());

    assertThat(await(rooms.all())).isEmpty();
    assertThat(await(names.find("stand-up"))).isEmpty();
    CreatedRoom again = await(registry.create(new CreateRoom("stand-up", 2)));
    assertThat(again.created()).isTrue();
    assertThat(again.room().roomId()).isNotEqualTo(room.roomId());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 86_400, 604_799, 604_800})
  void aRoomThatIsYoungerStays(long seconds) throws TimeoutException {
    Room room = create("stand-up");

    now = MADE.plusSeconds(seconds);
    await(sweep.sweep());

    assertThat(await(rooms.all())).containsExactly(room);
    assertThat(await(names.find("stand-up"))).contains(room.roomId());
  }

  @Test
  void theSevenDaysBeginWhenTheLastOneLeaves() throws TimeoutException {
    Room room = create("stand-up");
    await(entry.join(join(room.roomId(), ALICE)));
    now = MADE.plus(SEVEN_DAYS);
    await(registry.leave(leave(room.roomId(), ALICE)));

    now = MADE.plus(SEVEN_DAYS).plus(SEVEN_DAYS);
    await(sweep.sweep());
    assertThat(await(rooms.find(room.roomId()))).isPresent();

    now = now.plusMillis(1);
    await(sweep.sweep());
    assertThat(await(rooms.find(room.roomId()))).isEmpty();
  }

  @Test
  void aRoomWithSomebodyInStaysHoweverOld() throws TimeoutException {
    Room room = create("stand-up");
    Room withAlice = await(entry.join(join(room.roomId(), ALICE))).room();

    now = MADE.plus(Duration.ofDays(1_000));
    await(sweep.sweep());

    assertThat(await(rooms.all())).containsExactly(withAlice);
  }

  @Test
  void aRoomThatHasEndedIsKnownForLongerThanItsTokensLast() throws TimeoutException {
    await(
        rooms.putIfAbsent(
            new Room(
                RoomId.random(),
                null,
                MADE,
                MADE,
                2,
                true,
                List.of(),
                RoomTerms.NONE,
                List.of(),
                null,
                null,
                null)));

    now = MADE.plus(Duration.ofDays(31));
    await(sweep.sweep());
    assertThat(await(rooms.all())).hasSize(1);
    now = MADE.plus(Duration.ofDays(31)).plusSeconds(1);
    await(sweep.sweep());

    assertThat(await(rooms.all())).isEmpty();
  }

  @Test
  void aNameThatAnotherRoomHasByNowStaysItsName() throws TimeoutException {
    Room old = Room.create(RoomId.random(), "stand-up", 2, MADE.minus(SEVEN_DAYS).minusMillis(1));
    await(rooms.putIfAbsent(old));
    Room current = create("stand-up");

    await(sweep.sweep());

    assertThat(await(rooms.all())).containsExactly(current);
    assertThat(await(registry.find("stand-up"))).isEqualTo(current);
  }

  private Room create(String name) throws TimeoutException {
    return await(registry.create(new CreateRoom(name, 2))).room();
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, SECONDS);
  }
}
