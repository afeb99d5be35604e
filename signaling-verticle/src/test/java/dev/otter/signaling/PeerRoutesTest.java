package dev.otter.signaling;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.auth.Permissions;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.ResumeParticipant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.signaling.Delivered;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantInterrupted;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.ParticipantResumed;
import dev.otter.contract.signaling.SequenceNotice;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a peer is, whatever its id says. */
@ExtendWith(VertxExtension.class)
class PeerRoutesTest {

  private static final NodeTag SELF = NodeTag.random();
  private static final NodeTag OLD = NodeTag.random();
  private static final NodeTag NEW = NodeTag.random();
  private static final ConnectionId ME = ConnectionId.random(SELF);
  private static final ConnectionId BOB = ConnectionId.random(OLD);

  private final AtomicLong nanos = new AtomicLong();
  private final List<NodeMessage> atNew = Collections.synchronizedList(new ArrayList<>());
  private final List<ParticipantResumed> found = new ArrayList<>();
  private final Room room = Room.create(RoomId.random(), null, 2, Instant.EPOCH);
  private final Participant bob = Participant.live(BOB, "guest-1", "hash", Instant.EPOCH);
  private SignalingNode node;
  private RoomMap rooms;
  private PeerRoutes routes;

  @BeforeEach
  void openRoutes(Vertx vertx) throws TimeoutException {
    BusCodecs.register(vertx);
    rooms = RoomMap.open(vertx).await(30, SECONDS);
    V1Limits limits = new V1Limits(LimitsConfig.NONE, Duration.ofSeconds(60));
    node =
        new SignalingNode(
            vertx,
            SELF,
            limits,
            rooms,
            nanos::get,
            ServingGate.ALWAYS_OPEN,
            TestQuality.reports(vertx));
    new BusReplies(vertx)
        .answer(
            BusAddress.SIGNALING_NODE.at(NEW),
            NodeMessage.class,
            message -> {
              atNew.add(message);
              return Future.succeededFuture(Delivered.DELIVERED);
            })
        .await(30, SECONDS);
    routes = new PeerRoutes(node, room.roomId(), ME, found::add);
  }

  @Test
  void whereAllLookForNewWaysEachHasItsTurnAndTheLastNeedsNone() {
    List<ConnectionId> ids =
        Stream.generate(() -> ConnectionId.random(OLD))
            .limit(3)
            .sorted(Comparator.comparing(ConnectionId::value))
            .toList();
    Room three =
        room.withParticipants(
            ids.stream().map(id -> Participant.live(id, "guest-1", "hash", Instant.EPOCH)).toList(),
            Instant.EPOCH);

    assertThat(turn(three, ids.get(0))).hasValue(0);
    assertThat(turn(three, ids.get(1))).hasValue(1);
    assertThat(turn(three, ids.get(2))).isEmpty();
  }

  @Test
  void whereOneCannotLookForANewWayItselfTheLastHasATurnToo() {
    Participant away = bob.interrupted();
    routes.learn(roomWith(away));

    assertThat(routes.turn()).hasValue(ME.value().compareTo(BOB.value()) < 0 ? 0 : 1);
  }

  @Test
  void whoResumedElsewhereIsReachedThere() throws TimeoutException {
    routes.learn(roomWith(bob));
    assertThat(routes.apply(new ParticipantResumed(ME, room.roomId(), BOB, NEW))).isTrue();

    routes.route(ack()).await(30, SECONDS);

    assertThat(atNew).containsExactly(ack());
    assertThat(node.lookup().repairs()).isZero();
  }

  @Test
  void theRoomItselfSaysWhereEachIs() throws TimeoutException {
    routes.learn(roomWith(resumedAtNew()));

    routes.route(ack()).await(30, SECONDS);

    assertThat(atNew).containsExactly(ack());
  }

  @Test
  void whenTheNewsWasLostOneReadRepairsTheRoute() throws TimeoutException {
    routes.learn(roomWith(bob));
    rooms.putIfAbsent(roomWith(resumedAtNew())).await(30, SECONDS);

    routes.route(ack()).await(30, SECONDS);
    routes.route(ack()).await(30, SECONDS);

    assertThat(atNew).containsExactly(ack(), ack());
    assertThat(node.lookup().repairs()).isEqualTo(1);
    assertThat(node.lookup().count()).isZero();
    assertThat(found).containsExactly(new ParticipantResumed(ME, room.roomId(), BOB, NEW));
  }

  @Test
  void whatIsForOneWhoIsAwayIsDroppedAndTheRoomIsNotReadEachTime() throws TimeoutException {
    routes.learn(roomWith(bob.interrupted()));
    rooms.putIfAbsent(roomWith(bob.interrupted())).await(30, SECONDS);

    for (int i = 0; i < 10; i++) {
      routes.route(ack()).await(30, SECONDS);
    }

    assertThat(node.lookup().repairs()).isEqualTo(1);
    assertThat(atNew).isEmpty();
  }

  @Test
  void whoIsNotInTheRoomIsUnknown() {
    routes.learn(roomWith(bob));

    RefusedException refusal =
        catchThrowableOfType(RefusedException.class, () -> routes.route(ack()).await(30, SECONDS));

    assertThat(refusal.code()).isEqualTo(ErrorCode.DESTINATION_UNKNOWN);
  }

  @Test
  void anInterruptionAtANodeThatItHasLeftIsOldNews() {
    routes.learn(roomWith(bob));
    routes.apply(new ParticipantResumed(ME, room.roomId(), BOB, NEW));

    assertThat(routes.apply(new ParticipantInterrupted(ME, room.roomId(), BOB, OLD))).isFalse();
    assertThat(routes.apply(new ParticipantInterrupted(ME, room.roomId(), BOB, NEW))).isTrue();
    assertThat(routes.apply(new ParticipantInterrupted(ME, room.roomId(), BOB, NEW))).isFalse();
  }

  @Test
  void newsThatIsNoneIsNotPassedOn() {
    ParticipantJoined joined =
        new ParticipantJoined(ME, room.roomId(), BOB, true, null, Permissions.OF_A_GUEST);
    ParticipantLeft left = new ParticipantLeft(ME, room.roomId(), BOB);

    assertThat(routes.apply(left)).isFalse();
    assertThat(routes.apply(joined)).isTrue();
    assertThat(routes.apply(joined)).isFalse();
    assertThat(routes.resumable(BOB)).isTrue();
    assertThat(routes.apply(left)).isTrue();
    assertThat(routes.resumable(BOB)).isFalse();
  }

  private SequenceNotice ack() {
    return new SequenceNotice(BOB, room.roomId(), ME, SequenceNotice.Kind.ACK, 1);
  }

  private Participant resumedAtNew() {
    return bob.resumed(
        new ResumeParticipant(room.roomId(), BOB, "guest-1", "hash", "next", 2, NEW));
  }

  private Room roomWith(Participant other) {
    return room.withParticipants(List.of(other), Instant.EPOCH);
  }

  private OptionalInt turn(Room all, ConnectionId me) {
    PeerRoutes one = new PeerRoutes(node, room.roomId(), me, found::add);
    one.learn(all);
    return one.turn();
  }
}
