package dev.otter.signaling;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.FindRoom;
import dev.otter.contract.room.InterruptParticipant;
import dev.otter.contract.room.InterruptedParticipant;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.ResumeParticipant;
import dev.otter.contract.room.ResumedParticipant;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A socket that ends while the rooms are still deciding about it; their answers are a test's. */
@ExtendWith(VertxExtension.class)
class V1MembershipTest {

  private static final NodeTag SELF = NodeTag.random();
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String SECRET = "s".repeat(ResumeSecret.MIN_CHARACTERS);

  private final RoomId roomId = RoomId.random();
  private final ConnectionId claimed = ConnectionId.random(SELF);
  private final ResumeSecret secret = new ResumeSecret(SECRET + "1");
  private final ResumeSecret next = new ResumeSecret(SECRET + "2");
  private final Participant before = Participant.live(claimed, "guest-1", secret.hash(), NOW);
  private final Promise<ResumedParticipant> resumed = Promise.promise();
  private final Promise<InterruptParticipant> interrupted = Promise.promise();
  private SignalingNode node;
  private V1Membership membership;
  private ResumedParticipant answer;

  @BeforeEach
  void open(Vertx vertx) throws TimeoutException {
    BusCodecs.register(vertx);
    Room room = Room.create(roomId, null, 2, NOW).withParticipants(List.of(before), NOW);
    RoomMap rooms = RoomMap.open(vertx).await(30, SECONDS);
    node =
        new SignalingNode(
            vertx,
            SELF,
            new V1Limits(LimitsConfig.NONE, Duration.ofMinutes(1)),
            rooms,
            () -> 0,
            ServingGate.ALWAYS_OPEN,
            TestQuality.reports(vertx));
    BusReplies replies = new BusReplies(vertx);
    replies
        .answer(
            BusAddress.RESUME_PARTICIPANT.address(),
            ResumeParticipant.class,
            asked -> resumed.future())
        .await(30, SECONDS);
    replies
        .answer(
            BusAddress.FIND_ROOM.address(),
            FindRoom.class,
            asked -> Future.succeededFuture(takenOver(room)))
        .await(30, SECONDS);
    replies
        .answer(
            BusAddress.INTERRUPT_PARTICIPANT.address(),
            InterruptParticipant.class,
            asked -> {
              interrupted.tryComplete(asked);
              return Future.succeededFuture(new InterruptedParticipant(room, false));
            })
        .await(30, SECONDS);
    RoomClaims claims = new RoomClaims(roomId, "guest-1", null, "token", NOW.plusSeconds(60), null);
    membership = new V1Membership(node, claims, new TestSeat(claimed, roomId, 2));
    answer = new ResumedParticipant(takenOver(room), before);
  }

  private Room takenOver(Room room) {
    return room.withParticipant(
        before.resumed(
            new ResumeParticipant(roomId, claimed, "guest-1", secret.hash(), next.hash(), 2, SELF)),
        NOW);
  }

  @Test
  void anAnswerThatComesAfterTheSocketEndedHoldsNothing() throws TimeoutException {
    membership.resume(new V1ClientMessage.Resume(claimed, secret, next, 2), () -> {});
    Future<Void> ended = membership.end(false, "left");

    resumed.complete(answer);

    ended.await(30, SECONDS);
    assertThat(node.connections().find(claimed)).isEmpty();
    assertThat(membership.place()).isNull();
    assertThat(interrupted.future().await(30, SECONDS).life()).isEqualTo(2);
  }

  @Test
  void anAnswerThatComesInTimeTakesThePlace() throws TimeoutException {
    Future<Room> in =
        membership.resume(new V1ClientMessage.Resume(claimed, secret, next, 2), () -> {});

    resumed.complete(answer);

    in.await(30, SECONDS);
    assertThat(node.connections().find(claimed)).isPresent();
    assertThat(membership.place().life()).isEqualTo(2);
  }
}
