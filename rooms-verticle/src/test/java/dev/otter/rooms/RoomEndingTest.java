package dev.otter.rooms;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.room.ChangeRoom;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomStatus;
import dev.otter.contract.room.RoomTerms;
import dev.otter.contract.signaling.ConnectionDismissed;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.store.RoomStore;
import dev.otter.contract.turn.EndRelaying;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rooms that end: when asked to, when empty for too long, when too old. */
@ExtendWith(VertxExtension.class)
class RoomEndingTest {

  private static final Instant MADE = Instant.parse("2026-11-23T10:00:00Z");
  private static final ConnectionId ALICE = ConnectionId.random(NodeTag.random());

  private volatile Instant now = MADE;
  private RoomMaps maps;
  private RoomRegistry registry;
  private RoomEntry entry;
  private RoomEnding ending;
  private RoomChange change;
  private EndingRoomSweepTask sweep;
  private final List<NodeMessage> told = new CopyOnWriteArrayList<>();
  private final CompletableFuture<NodeMessage> first = new CompletableFuture<>();

  @BeforeEach
  void openMaps(Vertx vertx) throws TimeoutException {
    BusCodecs.register(vertx);
    maps = await(RoomMaps.open(vertx, RoomStore.none()));
    registry = new RoomRegistry(maps, () -> now, 0);
    entry = TestParticipants.entry(maps, () -> now);
    ending = new RoomEnding(maps, new RoomNews(vertx.eventBus()), () -> now, new RoomMetrics());
    change = new RoomChange(maps, () -> now);
    sweep =
        new EndingRoomSweepTask(
            maps.deadlines(), ending, await(SweepLease.open(vertx)), ServingGate.ALWAYS_OPEN);
    vertx
        .eventBus()
        .<NodeMessage>consumer(
            BusAddress.SIGNALING_NODE.at(ALICE.node()),
            message -> {
              told.add(message.body());
              first.complete(message.body());
            });
  }

  @Test
  void endingClosesTheSocketsOfAllWhoAreInAndTheRoomForGood() throws Exception {
    Room room = create("stand-up", RoomTerms.NONE);
    await(entry.join(TestParticipants.join(room.roomId(), ALICE)));

    Room ended = await(ending.end(room.roomId()));

    assertThat(ended.status()).isEqualTo(RoomStatus.CLOSED);
    assertThat(ended.participants()).isEmpty();
    ConnectionDismissed dismissed = (ConnectionDismissed) first.get(30, SECONDS);
    assertThat(dismissed.destination()).isEqualTo(ALICE);
    assertThat(dismissed.code()).isEqualTo("room-closed");
    assertRefused(ErrorCode.ROOM_CLOSED, entry.join(TestParticipants.join(room.roomId(), ALICE)));
    assertRefused(
        ErrorCode.ROOM_CLOSED, change.change(new ChangeRoom(room.roomId(), 5, null, null, null)));
  }

  @Test
  void relaysAreToldToLetGoOfAllWhoWereIn(Vertx vertx) throws Exception {
    CompletableFuture<EndRelaying> letGo = new CompletableFuture<>();
    vertx
        .eventBus()
        .<EndRelaying>consumer(
            BusAddress.END_RELAYING.address(), message -> letGo.complete(message.body()));
    Room room = create(null, RoomTerms.NONE);
    JoinRoom alice = TestParticipants.join(room.roomId(), ALICE);
    await(entry.join(alice));

    await(ending.end(room.roomId()));

    assertThat(letGo.get(30, SECONDS))
        .isEqualTo(new EndRelaying(room.roomId(), alice.subject(), false));
  }

  @Test
  void endingTwiceIsEndingOnce() throws TimeoutException {
    Room room = create(null, RoomTerms.NONE);

    Room once = await(ending.end(room.roomId()));
    now = MADE.plusSeconds(9);
    Room twice = await(ending.end(room.roomId()));

    assertThat(twice).isEqualTo(once);
  }

  @Test
  void theNameOfAnEndedRoomIsFreeForAnother() throws TimeoutException {
    Room room = create("stand-up", RoomTerms.NONE);

    await(ending.end(room.roomId()));
    Room next = create("stand-up", RoomTerms.NONE);

    assertThat(next.roomId()).isNotEqualTo(room.roomId());
    assertThat(next.closed()).isFalse();
    assertThat(await(registry.find("stand-up"))).isEqualTo(next);
    assertThat(await(registry.find(room.roomId().value())).closed()).isTrue();
  }

  @Test
  void aNameThatStillLeadsToAnEndedRoomIsFreedByWhoeverWantsIt() throws TimeoutException {
    Room room = create("stand-up", RoomTerms.NONE);
    await(ending.end(room.roomId()));
    // As if the node that ended the room had died before it freed the name.
    await(maps.names().claim("stand-up", room.roomId()));

    assertThat(create("stand-up", RoomTerms.NONE).roomId()).isNotEqualTo(room.roomId());
  }

  @Test
  void aRoomThatWasEmptyForTooLongEndsAndOneWithSomebodyInDoesNot() throws TimeoutException {
    RoomTerms terms = new RoomTerms(null, 300, 0);
    Room empty = create(null, terms);
    Room used = create(null, terms);
    await(entry.join(TestParticipants.join(used.roomId(), ALICE)));

    now = MADE.plusSeconds(299);
    await(sweep.sweep());
    assertThat(await(registry.find(empty.roomId().value())).closed()).isFalse();
    now = MADE.plusSeconds(300);
    await(sweep.sweep());

    assertThat(await(registry.find(empty.roomId().value())).closed()).isTrue();
    assertThat(await(registry.find(used.roomId().value())).closed()).isFalse();
    assertThat(await(maps.deadlines().all())).containsExactly(used.roomId());
  }

  @Test
  void theEmptyTimeBeginsWhenTheLastOneLeaves() throws TimeoutException {
    Room room = create(null, new RoomTerms(null, 300, 0));
    await(entry.join(TestParticipants.join(room.roomId(), ALICE)));
    now = MADE.plusSeconds(1_000);
    await(registry.leave(TestParticipants.leave(room.roomId(), ALICE)));

    now = MADE.plusSeconds(1_299);
    await(sweep.sweep());
    assertThat(await(registry.find(room.roomId().value())).closed()).isFalse();
    now = MADE.plusSeconds(1_300);
    await(sweep.sweep());
    assertThat(await(registry.find(room.roomId().value())).closed()).isTrue();
  }

  @Test
  void aRoomThatIsTooOldEndsWithWhoeverIsIn() throws Exception {
    Room room = create(null, new RoomTerms(null, 0, 3_600));
    await(entry.join(TestParticipants.join(room.roomId(), ALICE)));

    now = MADE.plusSeconds(3_600);
    await(sweep.sweep());

    assertThat(await(registry.find(room.roomId().value())).closed()).isTrue();
    assertThat(first.get(30, SECONDS)).isInstanceOf(ConnectionDismissed.class);
    assertThat(told).hasSize(1);
  }

  @Test
  void aLifeThatIsGivenOrTakenLaterCounts() throws TimeoutException {
    Room given = create(null, RoomTerms.NONE);
    Room taken = create(null, new RoomTerms(null, 60, 0));
    await(change.change(new ChangeRoom(given.roomId(), null, null, 60, null)));
    await(change.change(new ChangeRoom(taken.roomId(), null, null, 0, null)));

    now = MADE.plusSeconds(61);
    await(sweep.sweep());

    assertThat(await(registry.find(given.roomId().value())).closed()).isTrue();
    assertThat(await(registry.find(taken.roomId().value())).closed()).isFalse();
    assertThat(await(maps.deadlines().all())).isEmpty();
  }

  @Test
  void ofAllNodesOneSweepsEachTime(Vertx vertx) throws TimeoutException {
    SweepLease lease = await(SweepLease.open(vertx));

    assertThat(await(lease.take("a sweep", EndingRoomSweepTask.PERIOD))).isTrue();
    assertThat(await(lease.take("a sweep", EndingRoomSweepTask.PERIOD))).isFalse();
    assertThat(await(lease.take("another", EndingRoomSweepTask.PERIOD))).isTrue();
  }

  private Room create(String name, RoomTerms terms) throws TimeoutException {
    return await(registry.create(new CreateRoom(name, 2, terms))).room();
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
