package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.V1Client;
import dev.otter.turn.testing.FreePorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A room of sixteen, the most there may be, over two nodes. */
class FullRoomIT {

  private static final int ALL = 16;
  private static final int MESSAGES = 60;

  @TempDir private Path directory;
  private TestNode one;
  private TestNode two;

  @BeforeEach
  void startNodes() {
    int portOne = FreePorts.next();
    int portTwo = FreePorts.next();
    String members = "127.0.0.1:" + portOne + ",127.0.0.1:" + portTwo;
    one = TestNode.startClustered(directory.resolve("one"), portOne, members);
    two = TestNode.startClustered(directory.resolve("two"), portTwo, members);
  }

  @AfterEach
  void stopNodes() {
    one.close();
    two.close();
  }

  @Test
  void aBroadcastReachesAllOnceAndInOrderAlsoOneWhoIsAwayInTheMiddle() {
    TestRoom room = one.api().createRoom("{\"maxParticipants\":16}");
    List<V1Client> clients = new ArrayList<>();
    for (int i = 0; i < ALL; i++) {
      clients.add(V1Client.join(i % 2 == 0 ? one.base() : two.base(), room));
    }
    V1Client speaker = clients.get(0);
    V1Client away = clients.get(5);
    String[] others = clients.stream().skip(1).map(V1Client::id).toArray(String[]::new);
    for (int i = 1; i < ALL; i++) {
      assertThat(speaker.await("peer-joined").get("connectionId").asText())
          .isEqualTo(others[i - 1]);
    }
    try (V1Client tooMany = V1Client.knock(two.base(), room)) {
      assertThat(tooMany.refused().code()).isEqualTo(4409);
    }

    for (int i = 0; i < MESSAGES; i++) {
      if (i == MESSAGES / 3) {
        away.drop();
        speaker.await("peer-interrupted");
      } else if (i == 2 * MESSAGES / 3) {
        away.resume(one.base(), away.id(), away.secret());
        away.await("resumed");
      }
      speaker.broadcast(String.valueOf(i), others);
    }

    speaker.awaitAcknowledged();
    for (V1Client listener : clients.subList(1, ALL)) {
      for (int i = 0; i < MESSAGES; i++) {
        assertThat(listener.next().get("payload").asInt()).isEqualTo(i);
      }
      assertThat(listener.unread()).isZero();
      assertThat(listener.unreadEvents("peer-left") + listener.unreadEvents("resync")).isZero();
    }
    clients.forEach(V1Client::close);
  }
}
