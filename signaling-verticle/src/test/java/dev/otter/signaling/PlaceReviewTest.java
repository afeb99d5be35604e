package dev.otter.signaling;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.auth.RoomClaims;
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
import dev.otter.contract.room.AnnounceParticipant;
import dev.otter.contract.room.InterruptParticipant;
import dev.otter.contract.room.InterruptedParticipant;
import dev.otter.contract.room.LeaveRoom;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.ResumeParticipant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.room.RoomSeed;
import dev.otter.contract.room.RoomTerms;
import dev.otter.contract.signaling.NodeMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What this node holds against what the map says it holds; the rooms' answers are a test's. */
@ExtendWith(VertxExtension.class)
class PlaceReviewTest {

  private static final NodeTag SELF = NodeTag.random();
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final RoomId roomId = RoomId.random();
  private final Participant alice = participant("hash-1");
  private final Participant plain = participant(null);
  private final List<Object> asked = Collections.synchronizedList(new ArrayList<>());
  private RoomMap rooms;
  private SignalingNode node;
  private PlaceReview review;
  private RefusedException refusal;
  private Room room;

  @BeforeEach
  void open(Vertx vertx) throws TimeoutException {
    BusCodecs.register(vertx);
    rooms = RoomMap.open(vertx).await(30, SECONDS);
    V1Limits limits = new V1Limits(LimitsConfig.NONE, Duration.ofMinutes(1));
    node =
        new SignalingNode(
            vertx,
            SELF,
            limits,
            rooms,
            () -> 0,
            ServingGate.ALWAYS_OPEN,
            TestQuality.reports(vertx));
    review = new PlaceReview(node, rooms);
    BusReplies replies = new BusReplies(vertx);
    answer(replies, BusAddress.ANNOUNCE_PARTICIPANT, AnnounceParticipant.class, it -> room);
    answer(replies, BusAddress.LEAVE_ROOM, LeaveRoom.class, it -> room);
    answer(
        replies,
        BusAddress.INTERRUPT_PARTICIPANT,
        InterruptParticipant.class,
        it -> new InterruptedParticipant(room, true));
  }

  @Test
  void whoIsHereAndInTheMapIsLeftAlone() throws TimeoutException {
    put(alice);
    hold(alice);

    reviewTwice();

    assertThat(asked).isEmpty();
  }

  @Test
  void whomTheMapDoesNotHaveIsAnnounced() throws TimeoutException {
    put();
    hold(alice);

    review.run().await(30, SECONDS);

    assertThat(asked).containsExactly(new AnnounceParticipant(roomId, alice, RoomSeed.PLAIN));
  }

  @Test
  void whoCountsAsInterruptedIsAnnounced() throws TimeoutException {
    put(alice.interrupted());
    hold(alice);

    review.run().await(30, SECONDS);

    assertThat(asked).containsExactly(new AnnounceParticipant(roomId, alice, RoomSeed.PLAIN));
  }

  @Test
  void whoseRoomHasEndedMeanwhileIsClosedWithThatCode() throws TimeoutException {
    put();
    Held held = hold(alice);
    refusal = new RefusedException(ErrorCode.ROOM_CLOSED, "this room has ended");

    review.run().await(30, SECONDS);

    assertThat(held.closed).isEqualTo(ErrorCode.ROOM_CLOSED);
  }

  @Test
  void whomTheMapHasHereAndWhoIsNotIsGivenUpTheSecondTime() throws TimeoutException {
    put(alice, plain);

    review.run().await(30, SECONDS);
    assertThat(asked).as("it may be just coming in").isEmpty();
    review.run().await(30, SECONDS);

    assertThat(asked)
        .containsExactlyInAnyOrder(
            InterruptParticipant.of(roomId, alice),
            new LeaveRoom(roomId, plain.connectionId(), Participant.ONLY_LIFE));
  }

  @Test
  void whoIsOnAnotherNodeIsNotThisOnesAffair() throws TimeoutException {
    put(alice.resumed(elsewhere()));

    reviewTwice();

    assertThat(asked).isEmpty();
  }

  private void reviewTwice() throws TimeoutException {
    review.run().await(30, SECONDS);
    review.run().await(30, SECONDS);
  }

  private <Q extends Record> void answer(
      BusReplies replies, BusAddress address, Class<Q> question, Function<Q, Record> answer)
      throws TimeoutException {
    replies
        .answer(
            address.address(),
            question,
            it -> {
              asked.add(it);
              return refusal == null
                  ? Future.succeededFuture(answer.apply(it))
                  : Future.failedFuture(refusal);
            })
        .await(30, SECONDS);
  }

  private void put(Participant... in) throws TimeoutException {
    room =
        new Room(
            roomId,
            null,
            NOW,
            NOW,
            2,
            false,
            List.of(in),
            RoomTerms.NONE,
            List.of(),
            null,
            null,
            null);
    rooms.putIfAbsent(room).await(30, SECONDS);
  }

  private Held hold(Participant place) {
    Held held = new Held(roomId, place);
    node.connections().add(held);
    return held;
  }

  private static Participant participant(String hash) {
    return Participant.live(ConnectionId.random(SELF), "guest-1", hash, NOW);
  }

  private ResumeParticipant elsewhere() {
    return new ResumeParticipant(
        roomId, alice.connectionId(), "guest-1", "hash-1", "hash-2", 2, NodeTag.random());
  }

  /** A connection that does nothing but be there. */
  private static final class Held implements RoomConnection {

    private final RoomId roomId;
    private final Participant place;
    private volatile ErrorCode closed;

    private Held(RoomId roomId, Participant place) {
      this.roomId = roomId;
      this.place = place;
    }

    @Override
    public ConnectionId id() {
      return place.connectionId();
    }

    @Override
    public RoomId roomId() {
      return roomId;
    }

    @Override
    public RoomClaims claims() {
      return TestConnections.claims(roomId);
    }

    @Override
    public void deliver(NodeMessage message) {}

    @Override
    public Future<Void> close(ErrorCode code, String reason) {
      closed = code;
      return Future.succeededFuture();
    }

    @Override
    public Optional<Participant> place() {
      return Optional.of(place);
    }

    @Override
    public void abort() {}

    @Override
    public Future<Void> ended() {
      return Future.succeededFuture();
    }

    @Override
    public void closeIfSilent(long nowMs, long maxSilenceMs) {}
  }
}
