package dev.otter.rooms;

import static dev.otter.rooms.TestParticipants.join;
import static dev.otter.rooms.TestParticipants.leave;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.DuplicateIdentity;
import dev.otter.contract.config.RoomsConfig;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.CreateRoom;
import dev.otter.contract.room.CreatedRoom;
import dev.otter.contract.room.PutOutParticipant;
import dev.otter.contract.room.ResumeWindow;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomsClient;
import dev.otter.contract.signaling.NodeLeft;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.turn.EndRelaying;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The verticle as other modules reach it: over the event bus. */
@ExtendWith(VertxExtension.class)
class RoomsVerticleTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final RoomsConfig RULES = new RoomsConfig(DuplicateIdentity.NEWEST, 0);
  private static final NodeTag HERE = NodeTag.random();
  private static final NodeTag THERE = NodeTag.random();
  private static final ConnectionId ALICE = ConnectionId.random(HERE);
  private static final ConnectionId BOB = ConnectionId.random(THERE);
  private static final ConnectionId CAROL = ConnectionId.random(HERE);

  private RoomsClient rooms;
  private String deployment;

  @BeforeEach
  void deploy(Vertx vertx) throws TimeoutException {
    BusCodecs.register(vertx);
    rooms = new RoomsClient(vertx);
    deployment =
        await(
            vertx.deployVerticle(
                new RoomsVerticle(
                    () -> NOW, RULES, ResumeWindow.DEFAULT, ServingGate.ALWAYS_OPEN)));
  }

  @Test
  void aRoomIsMadeFoundEnteredAndLeft() throws TimeoutException {
    CreatedRoom created = await(rooms.create(new CreateRoom("stand-up", 2)));
    RoomId id = created.room().roomId();

    assertThat(created).isEqualTo(new CreatedRoom(Room.create(id, "stand-up", 2, NOW), true));
    assertThat(await(rooms.find("stand-up"))).isEqualTo(created.room());
    assertThat(await(rooms.join(join(id, ALICE))).room().participantIds()).containsExactly(ALICE);
    assertThat(await(rooms.join(join(id, BOB))).room().participantIds())
        .containsExactly(ALICE, BOB);
    assertThat(await(rooms.leave(leave(id, ALICE))).participantIds()).containsExactly(BOB);
  }

  @Test
  void refusalsReachTheAskerAsTheyAre() throws TimeoutException {
    RoomId id = await(rooms.create(new CreateRoom(null, 2))).room().roomId();
    await(rooms.join(join(id, ALICE)));
    await(rooms.join(join(id, BOB)));

    assertThat(refusal(rooms.join(join(id, CAROL))).code()).isEqualTo(ErrorCode.ROOM_FULL);
    assertThat(refusal(rooms.join(join(id, CAROL))))
        .hasMessage("this room takes 2 participants, and all are here");
    assertThat(refusal(rooms.find("unknown")).code()).isEqualTo(ErrorCode.ROOM_NOT_FOUND);
    assertThat(refusal(rooms.create(new CreateRoom("a/b", 2))).code())
        .isEqualTo(ErrorCode.FIELD_INVALID);
  }

  @Test
  void theRoomsOfANodeThatLeftTheClusterAreSwept(Vertx vertx) throws TimeoutException {
    RoomId id = await(rooms.create(new CreateRoom(null, 2))).room().roomId();
    await(rooms.join(join(id, ALICE)));
    await(rooms.join(join(id, BOB)));
    Promise<Object> told = Promise.promise();
    vertx
        .eventBus()
        .consumer(BusAddress.SIGNALING_NODE.at(HERE), message -> told.complete(message.body()));

    vertx.eventBus().send(BusAddress.NODE_LEFT.address(), new NodeLeft(THERE));

    assertThat(await(told.future())).isEqualTo(new ParticipantLeft(ALICE, id, BOB));
    assertThat(await(rooms.find(id.value())).participantIds()).containsExactly(ALICE);
  }

  @Test
  void relaysAreToldWhoWasPutOutAndWhetherOthersHaveTheSameName(Vertx vertx) throws Exception {
    RoomId id = await(rooms.create(new CreateRoom(null, 2))).room().roomId();
    String subject = join(id, ALICE).subject();
    assertThat(join(id, BOB).subject()).isEqualTo(subject);
    await(rooms.join(join(id, ALICE)));
    await(rooms.join(join(id, BOB)));
    BlockingQueue<EndRelaying> told = new LinkedBlockingQueue<>();
    vertx
        .eventBus()
        .<EndRelaying>consumer(
            BusAddress.END_RELAYING.address(), message -> told.add(message.body()));

    await(rooms.putOut(new PutOutParticipant(id, ALICE)));
    await(rooms.putOut(new PutOutParticipant(id, BOB)));

    assertThat(told.poll(30, SECONDS)).isEqualTo(new EndRelaying(id, subject, true));
    assertThat(told.poll(30, SECONDS)).isEqualTo(new EndRelaying(id, subject, false));
  }

  @Test
  void afterItsEndNobodyAnswers(Vertx vertx) throws TimeoutException {
    await(vertx.undeploy(deployment));

    assertThat(refusal(rooms.find("stand-up")).code()).isEqualTo(ErrorCode.NOT_READY);
  }

  private static RefusedException refusal(Future<?> refused) {
    return catchThrowableOfType(RefusedException.class, () -> await(refused));
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, SECONDS);
  }
}
