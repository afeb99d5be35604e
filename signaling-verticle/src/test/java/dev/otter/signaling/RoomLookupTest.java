package dev.otter.signaling;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class RoomLookupTest {

  private static final ConnectionId ALICE = ConnectionId.random(NodeTag.random());
  private static final ConnectionId BOB = ConnectionId.random(NodeTag.random());

  private RoomMap rooms;
  private RoomLookup lookup;

  @BeforeEach
  void openMap(Vertx vertx) throws TimeoutException {
    rooms = RoomMap.open(vertx).await(30, SECONDS);
    lookup = new RoomLookup(rooms);
  }

  @Test
  void theOtherOneOfARoomForTwoIsFound() throws TimeoutException {
    RoomId id = room(2, ALICE, BOB);

    assertThat(lookup.otherParticipant(id, ALICE).await(30, SECONDS)).isEqualTo(BOB);
    assertThat(lookup.otherParticipant(id, BOB).await(30, SECONDS)).isEqualTo(ALICE);
  }

  @Test
  void whereThereIsNobodyElseTheDestinationIsUnknown() throws TimeoutException {
    assertThat(refusal(room(2, ALICE))).isEqualTo(ErrorCode.DESTINATION_UNKNOWN);
    assertThat(refusal(room(2))).isEqualTo(ErrorCode.DESTINATION_UNKNOWN);
    assertThat(refusal(RoomId.random())).isEqualTo(ErrorCode.DESTINATION_UNKNOWN);
  }

  @Test
  void aRoomForMoreThanTwoNeedsADestinationHoweverManyAreIn() throws TimeoutException {
    assertThat(refusal(room(3, ALICE))).isEqualTo(ErrorCode.DESTINATION_REQUIRED);
    assertThat(refusal(room(3, ALICE, BOB))).isEqualTo(ErrorCode.DESTINATION_REQUIRED);
  }

  @Test
  void everyLookUpIsCounted() throws TimeoutException {
    RoomId id = room(2, ALICE, BOB);
    assertThat(lookup.count()).isZero();

    lookup.otherParticipant(id, ALICE).await(30, SECONDS);
    assertThat(lookup.count()).isEqualTo(1);
    refusal(RoomId.random());
    assertThat(lookup.count()).isEqualTo(2);
  }

  private RoomId room(int maxParticipants, ConnectionId... participants) throws TimeoutException {
    Room room =
        Room.create(RoomId.random(), null, maxParticipants, Instant.EPOCH)
            .withParticipants(
                Arrays.stream(participants).map(TestConnections::plain).toList(), Instant.EPOCH);
    rooms.putIfAbsent(room).await(30, SECONDS);
    return room.roomId();
  }

  private ErrorCode refusal(RoomId roomId) {
    return catchThrowableOfType(
            RefusedException.class, () -> lookup.otherParticipant(roomId, ALICE).await(30, SECONDS))
        .code();
  }
}
