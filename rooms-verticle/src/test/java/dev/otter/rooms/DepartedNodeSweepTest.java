package dev.otter.rooms;

import static dev.otter.rooms.TestParticipants.plain;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.ResumeParticipant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.signaling.ParticipantInterrupted;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.store.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class DepartedNodeSweepTest {

  private static final Instant MADE = Instant.parse("2026-11-23T10:00:00Z");
  private static final Instant LATER = MADE.plusSeconds(60);
  private static final NodeTag GONE = NodeTag.random();
  private static final NodeTag HERE = NodeTag.random();
  private static final Duration WINDOW = Duration.ofMillis(100);
  private static final String END = "nothing more";

  private final ConnectionId alice = ConnectionId.random(HERE);
  private final ConnectionId bob = ConnectionId.random(GONE);
  private final ConnectionId carol = ConnectionId.random(GONE);
  private final ConnectionId dave = ConnectionId.random(HERE);
  private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
  private Vertx vertx;
  private RoomMap rooms;
  private DepartedNodeSweep sweep;

  @BeforeEach
  void openMaps(Vertx vertx) throws TimeoutException {
    this.vertx = vertx;
    BusCodecs.register(vertx);
    vertx
        .eventBus()
        .consumer(BusAddress.SIGNALING_NODE.at(HERE), message -> told.add(message.body()))
        .completion()
        .await(30, SECONDS);
    RoomMaps maps = await(RoomMaps.open(vertx, RoomStore.none()));
    rooms = maps.rooms();
    RoomRegistry registry = new RoomRegistry(maps, () -> LATER, 0);
    ParticipantResumption resumption = new ParticipantResumption(rooms, () -> LATER);
    RoomNews news = new RoomNews(vertx.eventBus());
    ResumeWindowWatch watch =
        new ResumeWindowWatch(vertx, resumption, news, WINDOW, ServingGate.ALWAYS_OPEN);
    sweep = new DepartedNodeSweep(rooms, registry, resumption, watch, news);
  }

  @Test
  void theOneWhoIsStillThereIsToldWhoIsGone() throws Exception {
    Room room = room(2, alice, bob);

    await(sweep.sweep(GONE));

    assertThat(await(rooms.find(room.roomId())))
        .contains(room.withParticipants(plain(alice), LATER));
    assertThat(allTold()).containsExactly(new ParticipantLeft(alice, room.roomId(), bob));
  }

  @Test
  void everyoneWhoIsStillThereIsToldOfEveryoneWhoIsGone() throws Exception {
    RoomId id = room(4, bob, alice, carol, dave).roomId();

    await(sweep.sweep(GONE));

    assertThat(await(rooms.find(id)).orElseThrow().participantIds()).containsExactly(alice, dave);
    assertThat(allTold())
        .containsExactlyInAnyOrder(
            new ParticipantLeft(alice, id, bob),
            new ParticipantLeft(dave, id, bob),
            new ParticipantLeft(alice, id, carol),
            new ParticipantLeft(dave, id, carol));
  }

  @Test
  void everyRoomIsSwept() throws Exception {
    RoomId first = room(2, alice, bob).roomId();
    RoomId second = room(2, carol, dave).roomId();

    await(sweep.sweep(GONE));

    assertThat(await(rooms.all()))
        .extracting(Room::participantIds)
        .containsExactlyInAnyOrder(List.of(alice), List.of(dave));
    assertThat(allTold())
        .containsExactlyInAnyOrder(
            new ParticipantLeft(alice, first, bob), new ParticipantLeft(dave, second, carol));
  }

  @Test
  void aRoomThatOnlyTheDepartedWereInIsEmpty() throws Exception {
    RoomId id = room(2, bob, carol).roomId();

    await(sweep.sweep(GONE));

    assertThat(await(rooms.find(id)).orElseThrow().participantIds()).isEmpty();
    assertThat(allTold()).isEmpty();
  }

  @Test
  void roomsWithoutTheDepartedAreNotTouched() throws Exception {
    Room room = room(2, alice, dave);
    Room empty = room(2);

    await(sweep.sweep(GONE));

    assertThat(await(rooms.all())).containsExactlyInAnyOrder(room, empty);
    assertThat(allTold()).isEmpty();
  }

  @Test
  void aSecondSweepChangesAndTellsNothing() throws Exception {
    Room room = room(2, alice, bob);
    await(sweep.sweep(GONE));
    allTold();

    await(sweep.sweep(GONE));

    assertThat(await(rooms.find(room.roomId())).orElseThrow().participantIds())
        .containsExactly(alice);
    assertThat(allTold()).isEmpty();
  }

  @Test
  void ofSeveralSweepsAtOnceOneTells() throws Exception {
    RoomId id = room(2, alice, bob).roomId();

    await(Future.join(sweep.sweep(GONE), sweep.sweep(GONE), sweep.sweep(GONE)));

    assertThat(allTold()).containsExactly(new ParticipantLeft(alice, id, bob));
  }

  @Test
  void whoCanResumeKeepsItsPlaceForTheWindowAndTheOthersAreToldOfBoth() throws Exception {
    Participant away = Participant.live(bob, TestParticipants.SUBJECT, "hash", MADE);
    Room room = Room.create(RoomId.random(), null, 2, MADE);
    List<Participant> both = List.of(plain(alice).get(0), away);
    await(rooms.putIfAbsent(room.withParticipants(both, MADE)));

    await(sweep.sweep(GONE));
    await(sweep.sweep(GONE));

    assertThat(told.poll(30, SECONDS))
        .isEqualTo(new ParticipantInterrupted(alice, room.roomId(), bob, GONE));
    assertThat(told.poll(30, SECONDS)).isEqualTo(new ParticipantLeft(alice, room.roomId(), bob));
    assertThat(allTold()).isEmpty();
    assertThat(await(rooms.find(room.roomId())).orElseThrow().participantIds())
        .containsExactly(alice);
  }

  @Test
  void whoHasMovedToAnotherNodeIsNotOfTheDepartedOneWhateverItsIdSays() throws Exception {
    RoomId id = RoomId.random();
    Participant moved =
        Participant.live(bob, TestParticipants.SUBJECT, "old", MADE)
            .resumed(
                new ResumeParticipant(id, bob, TestParticipants.SUBJECT, "old", "hash", 2, HERE));
    Room room = Room.create(id, null, 2, MADE).withParticipants(List.of(moved), MADE);
    await(rooms.putIfAbsent(room));

    await(sweep.sweep(GONE));

    assertThat(await(rooms.find(room.roomId()))).contains(room);
  }

  private Room room(int maxParticipants, ConnectionId... participants) throws TimeoutException {
    Room room =
        Room.create(RoomId.random(), null, maxParticipants, MADE)
            .withParticipants(plain(participants), MADE);
    await(rooms.putIfAbsent(room));
    return room;
  }

  /** What this node's signaling was told until now; messages of one sender arrive in order. */
  private List<Object> allTold() throws InterruptedException {
    vertx.eventBus().send(BusAddress.SIGNALING_NODE.at(HERE), END);
    List<Object> all = new ArrayList<>();
    for (Object next = told.poll(30, SECONDS); !END.equals(next); next = told.poll(30, SECONDS)) {
      assertThat(next).as("a message, or the mark of the end").isNotNull();
      all.add(next);
    }
    return all;
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, SECONDS);
  }
}
