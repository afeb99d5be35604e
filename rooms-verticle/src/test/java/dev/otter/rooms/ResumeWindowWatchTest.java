package dev.otter.rooms;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.signaling.ParticipantLeft;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ResumeWindowWatchTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final NodeTag NODE = NodeTag.random();
  private static final Participant ALICE =
      Participant.live(ConnectionId.random(NODE), "guest-1", "hash-1", NOW);
  private static final Participant BOB =
      Participant.live(ConnectionId.random(NODE), "guest-2", "hash-2", NOW);

  /** Of two sides of a cut one may decide; on the other the participant may have come back. */
  @Test
  void aNodeThatIsCutOffRemovesNobodyUntilItMayDecideAgain(Vertx vertx) throws Exception {
    BusCodecs.register(vertx);
    BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    vertx
        .eventBus()
        .consumer(BusAddress.SIGNALING_NODE.at(NODE), message -> told.add(message.body()))
        .completion()
        .await(30, SECONDS);
    RoomMap rooms = RoomMap.open(vertx).await(30, SECONDS);
    Room room =
        Room.create(RoomId.random(), null, 2, NOW)
            .withParticipants(List.of(ALICE, BOB.interrupted()), NOW);
    rooms.putIfAbsent(room).await(30, SECONDS);
    Gate gate = new Gate();
    ResumeWindowWatch watch =
        new ResumeWindowWatch(
            vertx,
            new ParticipantResumption(rooms, () -> NOW),
            new RoomNews(vertx.eventBus()),
            Duration.ofMillis(1),
            gate);

    watch.watch(room);
    assertThat(gate.asked.tryAcquire(30, SECONDS)).as("the window is over").isTrue();
    assertThat(in(rooms, room)).hasSize(2);
    gate.open = true;

    assertThat(told.poll(30, SECONDS))
        .isEqualTo(new ParticipantLeft(ALICE.connectionId(), room.roomId(), BOB.connectionId()));
    assertThat(in(rooms, room)).containsExactly(ALICE.connectionId());
  }

  private static List<ConnectionId> in(RoomMap rooms, Room room) throws TimeoutException {
    return rooms.find(room.roomId()).await(30, SECONDS).orElseThrow().participantIds();
  }

  private static final class Gate implements ServingGate {

    private final Semaphore asked = new Semaphore(0);
    private volatile boolean open;

    @Override
    public boolean delivers() {
      return true;
    }

    @Override
    public boolean decides() {
      boolean answer = open;
      asked.release();
      return answer;
    }
  }
}
