package dev.otter.signaling;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.auth.Permissions;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.room.RoomTerms;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantInterrupted;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.ParticipantResumed;
import dev.otter.contract.signaling.PeerMessage;
import dev.otter.contract.signaling.SequenceNotice;
import dev.otter.contract.signaling.SequenceNotice.Kind;
import dev.otter.contract.signaling.SequencedMessage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
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

/** What a node says in {@code otter.v1} for a plain client; its peers are on the same node. */
@ExtendWith(VertxExtension.class)
class PlainBridgeTest {

  private static final NodeTag SELF = NodeTag.random();
  private static final RoomId ROOM = RoomId.random();
  private static final ConnectionId ME = ConnectionId.random(SELF);
  private static final ConnectionId BOB = ConnectionId.random(SELF);
  private static final ConnectionId PLAIN = ConnectionId.random(SELF);

  private final Participant bob = Participant.live(BOB, "guest-1", "hash", Instant.EPOCH);
  private final Participant plain = TestConnections.plain(PLAIN);
  private final TestSeat bobsSeat = new TestSeat(BOB, ROOM, 1);
  private final TestSeat plainSeat = new TestSeat(PLAIN, ROOM, 0);
  private final BlockingQueue<ConnectionId> arrivals = new LinkedBlockingQueue<>();
  private final List<String> holes = new ArrayList<>();
  private RoomMap rooms;
  private PlainBridge bridge;

  @BeforeEach
  void openBridge(Vertx vertx) throws TimeoutException {
    BusCodecs.register(vertx);
    rooms = RoomMap.open(vertx).await(30, SECONDS);
    V1Limits limits = new V1Limits(LimitsConfig.NONE, Duration.ofSeconds(60));
    SignalingNode node =
        new SignalingNode(
            vertx,
            SELF,
            limits,
            rooms,
            () -> 0,
            ServingGate.ALWAYS_OPEN,
            TestQuality.reports(vertx));
    node.connections().add(bobsSeat);
    node.connections().add(plainSeat);
    bridge =
        new PlainBridge(
            node, ROOM, ME, joined -> arrivals.add(joined.participant()), () -> holes.add("hole"));
  }

  @Test
  void onlyWhatGoesToAPeerThatCanResumeIsNumbered() {
    bridge.learn(room(bob, plain));

    bridge.send(from(ME, BOB, "1"));
    bridge.send(from(ME, PLAIN, "2"));
    bridge.send(from(ME, BOB, "3"));

    assertThat(bobsSeat.delivered)
        .containsExactly(
            new SequencedMessage(from(ME, BOB, "1"), 1),
            new SequencedMessage(from(ME, BOB, "3"), 2));
    assertThat(plainSeat.delivered).containsExactly(from(ME, PLAIN, "2"));
  }

  @Test
  void whatWasNotAcknowledgedIsSentAgainWhenThePeerIsBackWhenItAsksAndFromTimeToTime() {
    bridge.learn(room(bob));
    for (int i = 1; i <= 3; i++) {
      bridge.send(from(ME, BOB, String.valueOf(i)));
    }
    bobsSeat.delivered.clear();

    told(notice(Kind.ACK, 1));
    told(new ParticipantResumed(ME, ROOM, BOB, SELF));
    assertThat(numbersAtBob()).containsExactly(2L, 3L);
    told(notice(Kind.RESEND, 2));
    assertThat(numbersAtBob()).containsExactly(2L, 3L, 3L);
    bridge.resendAll();
    told(notice(Kind.ACK, 3));
    bridge.resendAll();

    assertThat(numbersAtBob()).containsExactly(2L, 3L, 3L, 3L);
  }

  @Test
  void moreThanMayBeKeptIsRefusedAndWhatIsKeptStays() throws TimeoutException {
    rooms.putIfAbsent(room(bob.interrupted())).await(30, SECONDS);
    bridge.learn(room(bob.interrupted()));
    for (int i = 0; i < SentMessages.MAX_MESSAGES; i++) {
      assertThat(bridge.send(from(ME, BOB, "1")).failed()).isFalse();
    }

    RefusedException refusal =
        catchThrowableOfType(
            RefusedException.class, () -> bridge.send(from(ME, BOB, "1")).await(30, SECONDS));

    assertThat(refusal.code()).isEqualTo(ErrorCode.DESTINATION_UNKNOWN);
    told(new ParticipantResumed(ME, ROOM, BOB, SELF));
    assertThat(numbersAtBob()).hasSize(SentMessages.MAX_MESSAGES);
  }

  @Test
  void whatComesIsHandedOverInOrderAndOnceAndAGapIsAskedForOnce() {
    bridge.learn(room(bob));

    assertThat(receive(numbered(1))).containsExactly(from(BOB, ME, "1"));
    assertThat(receive(numbered(1))).isEmpty();
    assertThat(receive(numbered(3))).isEmpty();
    assertThat(receive(numbered(4))).isEmpty();
    assertThat(receive(numbered(2))).containsExactly(from(BOB, ME, "2"));
    assertThat(receive(numbered(4))).isEmpty();
    assertThat(receive(numbered(3))).containsExactly(from(BOB, ME, "3"));

    assertThat(bobsSeat.delivered)
        .containsExactly(
            toBob(Kind.ACK, 1),
            toBob(Kind.ACK, 1),
            toBob(Kind.RESEND, 1),
            toBob(Kind.ACK, 2),
            toBob(Kind.RESEND, 2),
            toBob(Kind.ACK, 3));
  }

  @Test
  void aHoleIsToldOnceAndTheStreamGoesOnBehindIt() {
    bridge.learn(room(bob));
    receive(numbered(1));

    told(notice(Kind.RESYNC, 2));
    assertThat(holes).as("nothing is missing").isEmpty();
    told(notice(Kind.RESYNC, 7));
    told(notice(Kind.RESYNC, 7));

    assertThat(holes).hasSize(1);
    assertThat(receive(numbered(6))).isEmpty();
    assertThat(receive(numbered(7))).containsExactly(from(BOB, ME, "7"));
  }

  @Test
  void theClientSeesAPeerComeAndGoAndNoBreak() {
    bridge.learn(room());
    ParticipantJoined joined =
        new ParticipantJoined(ME, ROOM, BOB, true, null, Permissions.OF_A_GUEST);
    ParticipantLeft left = new ParticipantLeft(ME, ROOM, BOB);

    assertThat(receive(left)).as("of one who was not there").isEmpty();
    assertThat(receive(joined)).containsExactly(joined);
    assertThat(receive(joined)).isEmpty();
    told(new ParticipantInterrupted(ME, ROOM, BOB, SELF));
    told(new ParticipantResumed(ME, ROOM, BOB, SELF));
    assertThat(receive(left)).containsExactly(left);
    assertThat(receive(left)).isEmpty();
  }

  @Test
  void whoLeftBeforeTheClientKnewWhoWasInIsNotThere() {
    receive(new ParticipantLeft(ME, ROOM, BOB));

    assertThat(bridge.learn(room(bob, plain))).containsExactly(PLAIN);
    assertThat(bridge.learn(room(bob, plain))).as("it came back").containsExactly(BOB, PLAIN);
  }

  @Test
  void ofOneWhoseArrivalWasLostNothingIsHandedOverBeforeTheClientKnowsIt()
      throws InterruptedException, TimeoutException {
    bridge.learn(room());
    rooms.putIfAbsent(room(bob)).await(30, SECONDS);

    assertThat(receive(numbered(1))).isEmpty();
    assertThat(arrivals.poll(30, SECONDS)).isEqualTo(BOB);
    assertThat(receive(numbered(1))).containsExactly(from(BOB, ME, "1"));
  }

  @Test
  void aPeerThatCameAnewHasNewNumbers() {
    bridge.learn(room(bob));
    bridge.send(from(ME, BOB, "1"));
    receive(numbered(1));
    receive(new ParticipantLeft(ME, ROOM, BOB));
    receive(new ParticipantJoined(ME, ROOM, BOB, true, null, Permissions.OF_A_GUEST));
    bobsSeat.delivered.clear();

    bridge.send(from(ME, BOB, "1"));

    assertThat(numbersAtBob()).containsExactly(1L);
    assertThat(receive(numbered(1))).containsExactly(from(BOB, ME, "1"));
  }

  private List<NodeMessage> receive(NodeMessage message) {
    return bridge.receive(message).stream().toList();
  }

  private void told(NodeMessage message) {
    assertThat(bridge.receive(message)).as("shown to the client").isEmpty();
  }

  private List<Long> numbersAtBob() {
    return bobsSeat.delivered.stream().map(each -> ((SequencedMessage) each).seq()).toList();
  }

  private static SequenceNotice notice(Kind kind, long seq) {
    return new SequenceNotice(ME, ROOM, BOB, kind, seq);
  }

  private static SequenceNotice toBob(Kind kind, long seq) {
    return new SequenceNotice(BOB, ROOM, ME, kind, seq);
  }

  private static SequencedMessage numbered(long seq) {
    return new SequencedMessage(from(BOB, ME, String.valueOf(seq)), seq);
  }

  private static PeerMessage from(ConnectionId source, ConnectionId to, String payload) {
    return new PeerMessage(to, ROOM, source, null, Buffer.buffer(payload));
  }

  private static Room room(Participant... others) {
    return new Room(
        ROOM,
        null,
        Instant.EPOCH,
        Instant.EPOCH,
        3,
        false,
        List.of(others),
        RoomTerms.NONE,
        List.of(),
        null,
        null,
        null);
  }
}
