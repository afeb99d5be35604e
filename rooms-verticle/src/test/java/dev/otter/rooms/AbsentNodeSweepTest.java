package dev.otter.rooms;

import static dev.otter.rooms.TestParticipants.plain;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.cluster.NodesPresent;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.store.RoomStore;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class AbsentNodeSweepTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final NodeTag HERE = NodeTag.random();
  private static final NodeTag THERE = NodeTag.random();

  private final ConnectionId alice = ConnectionId.random(HERE);
  private final ConnectionId ghost = ConnectionId.random(THERE);
  private final RoomId roomId = RoomId.random();
  private RoomMap rooms;
  private AbsentNodeSweep sweep;

  @BeforeEach
  void aGhostIsInARoom(Vertx vertx) throws TimeoutException {
    BusCodecs.register(vertx);
    RoomMaps maps = RoomMaps.open(vertx, RoomStore.none()).await(30, SECONDS);
    rooms = maps.rooms();
    RoomRegistry registry = new RoomRegistry(maps, () -> NOW, 0);
    ParticipantResumption resumption = new ParticipantResumption(rooms, () -> NOW);
    RoomNews news = new RoomNews(vertx.eventBus());
    ResumeWindowWatch watch =
        new ResumeWindowWatch(
            vertx, resumption, news, Duration.ofMinutes(1), ServingGate.ALWAYS_OPEN);
    sweep =
        new AbsentNodeSweep(rooms, new DepartedNodeSweep(rooms, registry, resumption, watch, news));
    rooms
        .putIfAbsent(Room.create(roomId, null, 2, NOW).withParticipants(plain(alice, ghost), NOW))
        .await(30, SECONDS);
  }

  @Test
  void whoseNodeIsMissingTwiceIsTakenOut() throws TimeoutException {
    present(HERE);
    assertThat(in()).as("once is too little").containsExactly(alice, ghost);

    present(HERE);

    assertThat(in()).containsExactly(alice);
  }

  @Test
  void whoseNodeIsThereTheSecondTimeStays() throws TimeoutException {
    present(HERE);
    present(HERE, THERE);
    present(HERE);

    assertThat(in()).containsExactly(alice, ghost);
  }

  private void present(NodeTag... nodes) throws TimeoutException {
    sweep.sweep(new NodesPresent(List.of(nodes))).await(30, SECONDS);
  }

  private List<ConnectionId> in() throws TimeoutException {
    return rooms.find(roomId).await(30, SECONDS).orElseThrow().participantIds();
  }
}
