package dev.otter.rooms;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.auth.Permissions;
import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.PutOutParticipant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomSeed;
import dev.otter.contract.store.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A good token is enough: rooms that the cluster has lost are made again. */
@ExtendWith(VertxExtension.class)
class RoomRevivalTest {

  private static final Instant MADE = Instant.parse("2026-11-23T10:00:00Z");
  private static final RoomId LOST = RoomId.random();
  private static final ConnectionId ALICE = ConnectionId.random(NodeTag.random());

  private RoomMaps maps;
  private RoomRevival revival;
  private RoomRegistry registry;
  private RoomEntry entry;

  @BeforeEach
  void openMaps(Vertx vertx) throws TimeoutException {
    maps = await(RoomMaps.open(vertx, RoomStore.none()));
    revival = new RoomRevival(maps, () -> MADE);
    registry = new RoomRegistry(maps, () -> MADE, 0);
    entry = TestParticipants.entry(maps, () -> MADE);
  }

  @Test
  void aTokenMakesALostRoomAgainAsItWas() throws TimeoutException {
    RoomSeed seed = new RoomSeed("stand-up", 5, MADE.plusSeconds(100));

    Room room = await(revival.visit(claims("guest-1", seed)));

    assertThat(room.roomId()).isEqualTo(LOST);
    assertThat(room.uniqueName()).isEqualTo("stand-up");
    assertThat(room.maxParticipants()).isEqualTo(5);
    assertThat(room.longestLifeEndsAt().orElseThrow())
        .isBetween(MADE.plusSeconds(100), MADE.plusSeconds(101));
    assertThat(await(registry.find("stand-up"))).isEqualTo(room);
    assertThat(await(maps.deadlines().all())).containsExactly(LOST);
  }

  @Test
  void whoJoinsALostRoomIsIn() throws TimeoutException {
    JoinRoom request = JoinRoom.of(claims("guest-1", RoomSeed.PLAIN), ALICE, null, 0);

    Room room = await(entry.join(request)).room();

    assertThat(room.participantIds()).containsExactly(ALICE);
  }

  @Test
  void twoWhoComeAtOnceAreInOneRoom() throws TimeoutException {
    Future<Room> first = revival.visit(claims("guest-1", RoomSeed.PLAIN));
    Future<Room> second = revival.visit(claims("guest-2", RoomSeed.PLAIN));

    assertThat(await(first)).isEqualTo(await(second));
  }

  @Test
  void aNameThatIsAnothersByNowIsNotTaken() throws TimeoutException {
    Room other = await(registry.create(new CreateRoom("stand-up", 2))).room();

    Room room = await(revival.visit(claims("guest-1", new RoomSeed("stand-up", 2, null))));

    assertThat(room.uniqueName()).isNull();
    assertThat(await(registry.find("stand-up")).roomId()).isEqualTo(other.roomId());
  }

  @Test
  void aRoomWhoseLongestLifeIsOverIsNotMadeAgain() {
    assertRefused(
        ErrorCode.ROOM_CLOSED,
        revival.visit(claims("guest-1", new RoomSeed(null, 2, MADE.minusSeconds(1)))));
  }

  @Test
  void aNameThatIsNoneIsRefused() {
    assertRefused(
        ErrorCode.FIELD_INVALID, revival.visit(claims("guest-1", new RoomSeed("a/b", 2, null))));
  }

  @Test
  void whoWasPutOutIsRefusedAndOthersAreNot() throws TimeoutException {
    await(entry.join(JoinRoom.of(claims("guest-1", RoomSeed.PLAIN), ALICE, null, 0)));

    await(registry.putOut(new PutOutParticipant(LOST, ALICE)));

    assertRefused(ErrorCode.PUT_OUT, revival.visit(claims("guest-1", RoomSeed.PLAIN)));
    ConnectionId again = ConnectionId.random(NodeTag.random());
    assertRefused(
        ErrorCode.PUT_OUT,
        entry.join(JoinRoom.of(claims("guest-1", RoomSeed.PLAIN), again, null, 0)));
    assertThat(await(revival.visit(claims("guest-2", RoomSeed.PLAIN))).participants()).isEmpty();
  }

  private static RoomClaims claims(String subject, RoomSeed seed) {
    return new RoomClaims(
        LOST, subject, null, "token", MADE.plusSeconds(600), null, Permissions.OF_A_GUEST, seed);
  }

  private static void assertRefused(ErrorCode code, Future<?> refused) {
    assertThatThrownBy(() -> await(refused))
        .isInstanceOfSatisfying(
            RefusedException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, SECONDS);
  }
}
