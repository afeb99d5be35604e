package dev.otter.signaling;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.auth.Permissions;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.signaling.ConnectionDismissed;
import dev.otter.contract.signaling.Delivered;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.PeerMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where messages go and where they do not; real sockets are in the tests of a whole node. */
@ExtendWith(VertxExtension.class)
class PeerRouterTest {

  private static final NodeTag SELF = NodeTag.random();
  private static final NodeTag OTHER_NODE = NodeTag.random();
  private static final RoomId ROOM = RoomId.random();

  private final ConnectionId alice = ConnectionId.random(SELF);
  private final ConnectionId bob = ConnectionId.random(OTHER_NODE);
  private final ConnectionTable connections = new ConnectionTable(0);
  private PeerRouter router;
  private BusReplies replies;

  @BeforeEach
  void openBus(Vertx vertx) {
    BusCodecs.register(vertx);
    router =
        new PeerRouter(
            SELF,
            connections,
            new BusRequests(vertx),
            new MessageCounts(),
            ServingGate.ALWAYS_OPEN);
    replies = new BusReplies(vertx);
  }

  @Test
  void aMessageGoesToTheNodeThatTheDestinationNames() throws TimeoutException {
    List<NodeMessage> received = otherNodeAnswers(Future.succeededFuture(Delivered.DELIVERED));
    List<NodeMessage> sent =
        List.of(
            new ParticipantJoined(bob, ROOM, alice, false, null, Permissions.OF_A_GUEST),
            new PeerMessage(bob, ROOM, alice, null, Buffer.buffer("{\"sdp\":\"ä\"}")),
            new ParticipantLeft(bob, ROOM, alice));

    for (NodeMessage message : sent) {
      assertThat(router.route(message).await(30, SECONDS)).isEqualTo(Delivered.DELIVERED);
    }

    assertThat(received).isEqualTo(sent);
  }

  @Test
  void aDestinationThatIsNotHereIsUnknown() {
    assertUnknown(message(ConnectionId.random(SELF)));
  }

  @Test
  void aNodeThatStoodStillHandsNothingOver(Vertx vertx) throws TimeoutException {
    router =
        new PeerRouter(
            SELF, connections, new BusRequests(vertx), new MessageCounts(), new ClosedGate());
    ClientConnection bobHere = new TestConnections(vertx, SELF).in(ROOM);
    connections.add(bobHere);

    assertUnknown(message(bobHere.id()));
  }

  @Test
  void aDestinationInAnotherRoomIsUnknownInTheSameWords(Vertx vertx) throws TimeoutException {
    ClientConnection elsewhere = new TestConnections(vertx, SELF).in(RoomId.random());
    connections.add(elsewhere);

    assertUnknown(message(elsewhere.id()));
    assertUnknown(
        new ParticipantJoined(elsewhere.id(), ROOM, alice, false, null, Permissions.OF_A_GUEST));
    assertUnknown(new ParticipantLeft(elsewhere.id(), ROOM, alice));
  }

  @Test
  void aDestinationOnANodeThatIsNotThereIsUnknownInTheSameWords() {
    assertUnknown(message(ConnectionId.random(NodeTag.random())));
  }

  @ParameterizedTest
  @EnumSource
  void whateverTheOtherNodeSaysIsUnknownInTheSameWords(ErrorCode code) throws TimeoutException {
    otherNodeAnswers(Future.failedFuture(new RefusedException(code, "of the other node")));

    assertUnknown(message(bob));
  }

  @Test
  void aFaultOfTheOtherNodeIsUnknownInTheSameWords() throws TimeoutException {
    otherNodeAnswers(Future.failedFuture(new IllegalStateException("of the other node")));

    assertUnknown(message(bob));
  }

  @Test
  void aLateDismissalOfAnEarlierLifeLeavesTheLaterOneAlone() throws TimeoutException {
    Participant before = Participant.live(alice, "guest-1", "hash", Instant.EPOCH); // its life is 1
    TestSeat now = new TestSeat(alice, ROOM, 3);
    connections.add(now);

    router
        .route(ConnectionDismissed.of(ROOM, before, ErrorCode.RESUMED_ELSEWHERE, "late"))
        .await(30, SECONDS);
    assertThat(now.closed).isEmpty();

    router
        .route(new ConnectionDismissed(alice, ROOM, 3, "put-out", "you were put out"))
        .await(30, SECONDS);
    assertThat(now.closed).containsExactly(ErrorCode.PUT_OUT);
    assertThat(now.delivered).isEmpty();
  }

  @Test
  void aNodeThatIsSilentDoesNotHoldUpWhoTellsTheOthers() throws TimeoutException {
    List<NodeMessage> received = otherNodeAnswers(Promise.<Delivered>promise().future());
    Room room =
        Room.create(ROOM, null, 2, Instant.EPOCH)
            .withParticipants(List.of(TestConnections.plain(bob)), Instant.EPOCH);

    // Far below the 5 s after which the bus gives up.
    router
        .tellOthers(
            room,
            alice,
            other -> new ParticipantJoined(other, ROOM, alice, true, null, Permissions.OF_A_GUEST))
        .await(3, SECONDS);

    assertThat(received)
        .containsExactly(
            new ParticipantJoined(bob, ROOM, alice, true, null, Permissions.OF_A_GUEST));
  }

  private List<NodeMessage> otherNodeAnswers(Future<Delivered> answer) throws TimeoutException {
    List<NodeMessage> received = Collections.synchronizedList(new ArrayList<>());
    Function<NodeMessage, Future<? extends Record>> handOver =
        message -> {
          received.add(message);
          return answer;
        };
    replies
        .answer(BusAddress.SIGNALING_NODE.at(OTHER_NODE), NodeMessage.class, handOver)
        .await(30, SECONDS);
    return received;
  }

  private NodeMessage message(ConnectionId destination) {
    return new PeerMessage(destination, ROOM, alice, true, Buffer.buffer("1"));
  }

  private void assertUnknown(NodeMessage message) {
    RefusedException refusal =
        catchThrowableOfType(
            RefusedException.class, () -> router.route(message).await(30, SECONDS));
    assertThat(refusal.code()).isEqualTo(ErrorCode.DESTINATION_UNKNOWN);
    assertThat(refusal).hasMessage("the destination is not in this room");
  }

  private static final class ClosedGate implements ServingGate {

    @Override
    public boolean delivers() {
      return false;
    }

    @Override
    public boolean decides() {
      return false;
    }
  }
}
