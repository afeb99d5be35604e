package dev.otter.rooms;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.auth.Permissions;
import dev.otter.contract.config.DuplicateIdentity;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.InterruptParticipant;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
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

/** Whose place the newest of an identity takes; the rest of coming in is RoomRegistryTest's. */
@ExtendWith(VertxExtension.class)
class RoomEntryTest {

  private static final Instant MADE = Instant.parse("2026-11-23T10:00:00Z");
  private static final NodeTag NODE = NodeTag.random();
  private static final ConnectionId OLDER = ConnectionId.random(NODE);
  private static final ConnectionId PEER = ConnectionId.random(NODE);
  private static final ConnectionId NEWEST = ConnectionId.random(NODE);

  private RoomMap rooms;
  private RoomMaps maps;
  private RoomId roomId;

  @BeforeEach
  void olderAndPeerFillTheRoom(Vertx vertx) throws TimeoutException {
    maps = await(RoomMaps.open(vertx, RoomStore.none()));
    rooms = maps.rooms();
    Room room = Room.create(RoomId.random(), null, 2, MADE);
    roomId = room.roomId();
    await(rooms.putIfAbsent(room));
    await(entry(DuplicateIdentity.NEWEST).join(join(OLDER, "zoe", "hash-1")));
    await(entry(DuplicateIdentity.NEWEST).join(join(PEER, "yan", "hash-2")));
  }

  @Test
  void theNewestTakesThePlaceOfTheOlderAlsoInAFullRoom() throws TimeoutException {
    RoomEntry.Entered entered =
        await(entry(DuplicateIdentity.NEWEST).join(join(NEWEST, "zoe", "hash-3")));

    assertThat(entered.replaced()).extracting(Participant::connectionId).containsExactly(OLDER);
    assertThat(entered.room().participantIds()).containsExactly(PEER, NEWEST);
    assertThat(entered.answer().takenOver()).isEmpty();
    assertThat(entered.answer().connectionId()).isEqualTo(NEWEST);
  }

  @Test
  void aPlainConnectionOfTheIdentityCountsToo() throws TimeoutException {
    RoomEntry.Entered entered =
        await(entry(DuplicateIdentity.NEWEST).join(join(NEWEST, "zoe", null)));

    assertThat(entered.replaced()).extracting(Participant::connectionId).containsExactly(OLDER);
  }

  @Test
  void whoHasNoIdentityOrAnotherIsInNobodysWay() {
    for (String identity : new String[] {null, "Zoe", "zoe "}) {
      assertThat(refusal(DuplicateIdentity.NEWEST, join(NEWEST, identity, "hash-3")))
          .isEqualTo(ErrorCode.ROOM_FULL);
    }
  }

  @Test
  void withRefuseOnlyOneWhoseSocketIsGoneGivesWay() throws TimeoutException {
    assertThat(refusal(DuplicateIdentity.REFUSE, join(NEWEST, "zoe", "hash-3")))
        .isEqualTo(ErrorCode.IDENTITY_PRESENT);
    new ParticipantResumption(rooms, () -> MADE)
        .interrupt(new InterruptParticipant(roomId, OLDER, 1, null))
        .await(30, SECONDS);

    RoomEntry.Entered entered =
        await(entry(DuplicateIdentity.REFUSE).join(join(NEWEST, "zoe", "hash-3")));

    assertThat(entered.replaced()).extracting(Participant::connectionId).containsExactly(OLDER);
  }

  @Test
  void withAllowBothAreInAndAFullRoomIsFull() {
    assertThat(refusal(DuplicateIdentity.ALLOW, join(NEWEST, "zoe", "hash-3")))
        .isEqualTo(ErrorCode.ROOM_FULL);
  }

  @Test
  void whoAsksAgainWithItsSecretIsNotReplacedByItself() throws TimeoutException {
    RoomEntry.Entered again =
        await(
            entry(DuplicateIdentity.REFUSE)
                .join(
                    new JoinRoom(
                        roomId,
                        NEWEST,
                        "guest-1",
                        "zoe",
                        "hash-1",
                        2,
                        Permissions.OF_A_GUEST,
                        RoomSeed.PLAIN)));

    assertThat(again.replaced()).isEmpty();
    assertThat(again.answer().connectionId()).isEqualTo(OLDER);
    assertThat(again.room().participantIds()).containsExactly(OLDER, PEER);
  }

  private RoomEntry entry(DuplicateIdentity rule) {
    return new RoomEntry(rooms, () -> MADE, rule, new RoomRevival(maps, () -> MADE));
  }

  private JoinRoom join(ConnectionId id, String identity, String hash) {
    return new JoinRoom(
        roomId, id, "guest-1", identity, hash, 1, Permissions.OF_A_GUEST, RoomSeed.PLAIN);
  }

  private ErrorCode refusal(DuplicateIdentity rule, JoinRoom request) {
    return catchThrowableOfType(RefusedException.class, () -> await(entry(rule).join(request)))
        .code();
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, SECONDS);
  }
}
