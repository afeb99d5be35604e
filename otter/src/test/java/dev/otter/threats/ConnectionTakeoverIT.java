package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.Eventually;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.V1Client;
import dev.otter.turn.testing.FreePorts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T3: somebody wants the connection of another: by its public id, by guessing, by a secret that was
 * used, or at the same moment on another node. What one node alone can see is in {@code ResumeIT}.
 */
class ConnectionTakeoverIT {

  private static final Duration BOUND = Duration.ofSeconds(30);

  @TempDir static Path directory;
  private static TestNode one;
  private static TestNode two;

  @BeforeAll
  static void startNodes() {
    int portOne = FreePorts.next();
    int portTwo = FreePorts.next();
    String members = "127.0.0.1:" + portOne + ",127.0.0.1:" + portTwo;
    one = TestNode.startClustered(directory.resolve("one"), portOne, members);
    two = TestNode.startClustered(directory.resolve("two"), portTwo, members);
  }

  @AfterAll
  static void stopNodes() {
    two.close();
    one.close();
  }

  @RepeatedTest(5)
  void ofManyWhoComeWithOneSecretAtOnceOneGetsInAndTheOthersAreRefused() {
    TestRoom room = one.api().createRoom();
    List<V1Client> claimants = new ArrayList<>();
    try (V1Client peer = V1Client.join(one.base(), room);
        V1Client owner = V1Client.join(one.base(), room)) {
      String id = owner.id();
      String secret = owner.secret();
      owner.drop();
      peer.await("peer-interrupted");
      for (int i = 0; i < 6; i++) {
        URI base = (i % 2 == 0 ? one : two).base();
        claimants.add(V1Client.resuming(base, room, id, secret));
      }

      Eventually.within(
          BOUND,
          "one is in",
          () -> claimants.stream().mapToLong(each -> each.unreadEvents("resumed")).sum() == 1);
      for (V1Client each : claimants) {
        if (each.unreadEvents("resumed") == 0) {
          assertThat(each.refused().code()).isEqualTo(4410);
        }
      }
      assertThat(claimants).filteredOn(each -> each.unreadEvents("resumed") == 1).hasSize(1);
      peer.await("peer-resumed");
      peer.send(id, "\"to the one\"");
      for (V1Client each : claimants) {
        if (each.unreadEvents("resumed") == 1) {
          assertThat(each.next().get("payload").asText()).isEqualTo("to the one");
        }
      }
      assertThat(claimants.stream().mapToInt(V1Client::unread).sum()).isZero();
      assertThat(peer.unreadEvents("peer-left")).isZero();
    } finally {
      claimants.forEach(V1Client::close);
    }
  }

  @Test
  void guessesAreRefusedOnEitherNodeAndTheOwnerNoticesNothing() {
    TestRoom room = one.api().createRoom();
    try (V1Client peer = V1Client.join(one.base(), room);
        V1Client owner = V1Client.join(two.base(), room)) {
      String secret = owner.secret();
      String flipped = secret.substring(1) + (secret.charAt(0) == 'A' ? 'B' : 'A');
      for (String guess :
          List.of(owner.id(), peer.id(), peer.secret(), "A".repeat(43), flipped, room.roomId())) {
        for (TestNode node : List.of(one, two)) {
          try (V1Client thief = V1Client.resuming(node.base(), room, owner.id(), guess)) {
            assertThat(thief.refused().code())
                .as("resume-refused, or no secret at all")
                .isIn(4410, 4400);
          }
        }
      }
      peer.send(owner.id(), "\"still mine\"");
      assertThat(owner.next().get("payload").asText()).isEqualTo("still mine");
      assertThat(peer.unreadEvents("peer-interrupted")).isZero();
    }
  }

  @Test
  void idsAndSecretsAreLongDifferentFromEachOtherAndNeverTheSame() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      try (V1Client client = V1Client.join(one.base(), one.api().createRoom())) {
        String random = client.id().substring(client.id().indexOf('.') + 1);
        assertThat(random).as("128 bits").hasSizeGreaterThanOrEqualTo(22);
        assertThat(client.secret()).as("128 bits").hasSizeGreaterThanOrEqualTo(22);
        assertThat(client.secret()).doesNotContain(random);
        assertThat(seen.add(random) && seen.add(client.secret())).isTrue();
      }
    }
  }

  @Test
  void nobodyChoosesItsOwnId() {
    TestRoom room = one.api().createRoom();
    try (V1Client victim = V1Client.join(one.base(), room);
        V1Client attacker =
            V1Client.join(
                one.base(),
                new TestRoom(room.roomId(), room.token() + "&connectionId=" + victim.id()))) {
      assertThat(attacker.id()).isNotEqualTo(victim.id());
    }
  }
}
