package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ConnectionTableTest {

  private static final NodeTag TAG = NodeTag.random();

  private ClientConnection alice;
  private ClientConnection bob;

  @BeforeEach
  void makeConnections(Vertx vertx) throws TimeoutException {
    TestConnections connections = new TestConnections(vertx, TAG);
    alice = connections.in(RoomId.random());
    bob = connections.in(RoomId.random());
  }

  @Test
  void aConnectionIsFoundByItsIdAlone() {
    ConnectionTable table = new ConnectionTable(2);
    table.add(alice);
    table.add(bob);

    assertThat(table.find(alice.id())).containsSame(alice);
    assertThat(table.find(new ConnectionId(bob.id().value()))).containsSame(bob);
    assertThat(table.find(ConnectionId.random(TAG))).isEmpty();
    assertThat(table.all()).containsExactlyInAnyOrder(alice, bob);
  }

  @Test
  void aConnectionThatWasRemovedIsNotFound() {
    ConnectionTable table = new ConnectionTable(2);
    table.add(alice);
    table.add(bob);

    table.remove(alice);

    assertThat(table.find(alice.id())).isEmpty();
    assertThat(table.all()).containsExactly(bob);
  }

  @Test
  void ofTwoThatResumeOneParticipantTheLaterLifeHasTheIdWhicheverComesLast() {
    RoomId room = RoomId.random();
    ConnectionId id = ConnectionId.random(TAG);
    TestSeat first = new TestSeat(id, room, 1);
    TestSeat second = new TestSeat(id, room, 2);
    TestSeat third = new TestSeat(id, room, 3);
    ConnectionTable table = new ConnectionTable(0);
    table.add(first);

    assertThat(table.move(ConnectionId.random(TAG), third)).containsSame(first);
    assertThat(table.move(ConnectionId.random(TAG), second)).containsSame(second);
    table.remove(second);

    assertThat(table.find(id)).containsSame(third);
  }

  @Test
  void thereIsRoomUntilTheLimitIsReached() {
    ConnectionTable table = new ConnectionTable(2);

    assertThat(table.hasRoom()).isTrue();
    table.add(alice);
    assertThat(table.hasRoom()).isTrue();
    table.add(bob);
    assertThat(table.hasRoom()).isFalse();
    table.remove(alice);
    assertThat(table.hasRoom()).isTrue();
  }

  @Test
  void aLimitOfZeroIsNone() {
    ConnectionTable table = new ConnectionTable(0);
    table.add(alice);
    table.add(bob);

    assertThat(table.hasRoom()).isTrue();
  }
}
