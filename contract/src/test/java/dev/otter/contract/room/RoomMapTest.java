package dev.otter.contract.room;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class RoomMapTest {

  private static final Instant MADE = Instant.parse("2026-11-23T10:00:00Z");
  private static final ConnectionId ALICE = ConnectionId.random(NodeTag.random());
  private static final ConnectionId BOB = ConnectionId.random(NodeTag.random());

  private final Room room = Room.create(RoomId.random(), "stand-up", 2, MADE);
  private final Room withAlice =
      room.withParticipants(
          List.of(Participant.live(ALICE, "guest-1", null, MADE)), MADE.plusSeconds(1));
  private final Room withBob =
      room.withParticipants(
          List.of(Participant.live(BOB, "guest-1", null, MADE)), MADE.plusSeconds(1));
  private RoomMap map;

  @BeforeEach
  void openMap(Vertx vertx) throws TimeoutException {
    map = await(RoomMap.open(vertx));
  }

  @Test
  void aRoomThatIsNotThereIsNotFound() throws TimeoutException {
    assertThat(await(map.find(room.roomId()))).isEmpty();
  }

  @Test
  void aRoomIsFoundOnceItWasPut() throws TimeoutException {
    assertThat(await(map.putIfAbsent(room))).isEmpty();

    assertThat(await(map.find(room.roomId()))).contains(room);
    assertThat(await(map.find(RoomId.random()))).isEmpty();
  }

  @Test
  void aSecondPutChangesNothingAndTellsWhatIsThere() throws TimeoutException {
    await(map.putIfAbsent(room));

    assertThat(await(map.putIfAbsent(withAlice))).contains(room);

    assertThat(await(map.find(room.roomId()))).contains(room);
  }

  @Test
  void aRoomThatIsAsItWasReadIsReplaced() throws TimeoutException {
    await(map.putIfAbsent(room));

    assertThat(await(map.compareAndSet(room, withAlice))).isTrue();

    assertThat(await(map.find(room.roomId()))).contains(withAlice);
  }

  @Test
  void aRoomThatChangedMeanwhileIsNotReplaced() throws TimeoutException {
    await(map.putIfAbsent(room));
    await(map.compareAndSet(room, withAlice));

    assertThat(await(map.compareAndSet(room, withBob))).isFalse();

    assertThat(await(map.find(room.roomId()))).contains(withAlice);
  }

  @Test
  void aRoomThatIsGoneDoesNotComeBackByReplacing() throws TimeoutException {
    assertThat(await(map.compareAndSet(room, withAlice))).isFalse();

    assertThat(await(map.find(room.roomId()))).isEmpty();
  }

  @Test
  void aRoomThatIsAsItWasReadIsRemoved() throws TimeoutException {
    await(map.putIfAbsent(room));

    assertThat(await(map.removeUnchanged(room))).isTrue();

    assertThat(await(map.find(room.roomId()))).isEmpty();
  }

  @Test
  void aRoomThatChangedMeanwhileIsNotRemoved() throws TimeoutException {
    await(map.putIfAbsent(room));
    await(map.compareAndSet(room, withAlice));

    assertThat(await(map.removeUnchanged(room))).isFalse();

    assertThat(await(map.find(room.roomId()))).contains(withAlice);
  }

  @Test
  void aRoomThatAnotherVersionWroteIsReplaced(Vertx vertx) throws TimeoutException {
    writtenByAnotherVersion(vertx);

    Room read = await(map.find(room.roomId())).orElseThrow();

    assertThat(await(map.compareAndSet(read, withAlice))).isTrue();
    assertThat(await(map.find(room.roomId()))).contains(withAlice);
  }

  @Test
  void aRoomThatAnotherVersionWroteIsRemoved(Vertx vertx) throws TimeoutException {
    writtenByAnotherVersion(vertx);

    Room read = await(map.all()).get(0);

    assertThat(await(map.removeUnchanged(read))).isTrue();
    assertThat(await(map.find(room.roomId()))).isEmpty();
  }

  @Test
  void aRoomThatAnotherVersionWroteIsTakenOutOfTheMemory(Vertx vertx) throws TimeoutException {
    writtenByAnotherVersion(vertx);

    assertThat(await(map.evictUnchanged(await(map.all()).get(0)))).isTrue();

    assertThat(await(map.find(room.roomId()))).isEmpty();
  }

  /** With a member that this version does not know. */
  private void writtenByAnotherVersion(Vertx vertx) throws TimeoutException {
    String text = WireJson.write(room).replaceFirst("}$", ",\"later\":{\"deep\":[1]}}");
    await(
        vertx
            .sharedData()
            .<String, String>getAsyncMap(RoomMap.NAME)
            .compose(rooms -> rooms.put(room.roomId().value(), text)));
  }

  @Test
  void allAreAllOfThem(Vertx vertx) throws TimeoutException {
    Room other = Room.create(RoomId.random(), null, 16, MADE);
    await(map.putIfAbsent(room));
    await(map.putIfAbsent(other));

    List<Room> all = await(map.all());

    assertThat(all).containsExactlyInAnyOrder(room, other);
  }

  @Test
  void everyPartOfANodeSeesTheSameRooms(Vertx vertx) throws TimeoutException {
    RoomMap sameMap = await(RoomMap.open(vertx));

    await(map.putIfAbsent(room));

    assertThat(await(sameMap.find(room.roomId()))).contains(room);
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, SECONDS);
  }
}
