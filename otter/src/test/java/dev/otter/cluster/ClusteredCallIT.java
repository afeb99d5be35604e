package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.turn.testing.FreePorts;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of one cluster on loopback, a peer on each. */
class ClusteredCallIT {

  @TempDir Path dataDir;
  private TestNode one;
  private TestNode two;

  @BeforeEach
  void startNodes() {
    int portOne = FreePorts.next();
    int portTwo = FreePorts.next();
    String members = "127.0.0.1:" + portOne + ",127.0.0.1:" + portTwo;
    one = TestNode.startClustered(dataDir.resolve("one"), portOne, members);
    two = TestNode.startClustered(dataDir.resolve("two"), portTwo, members);
  }

  @AfterEach
  void stopNodes() {
    one.close();
    two.close();
  }

  @Test
  void aCallGoesFromNodeToNodeWithOneLookUp() {
    TestRoom room = one.api().createRoom();
    TestSignalingClient first = one.connect(room);
    TestSignalingClient second = two.connect(room);

    String secondId = first.next().get("source").asText();
    second.send("{\"destination\":null,\"polite\":true,\"payload\":{\"offer\":1}}");
    String firstId = first.next().get("destination").asText();
    for (int i = 0; i < 20; i++) {
      second.send("{\"destination\":\"%s\",\"payload\":%d}".formatted(firstId, i));
      first.send("{\"destination\":\"%s\",\"payload\":%d}".formatted(secondId, i));
    }

    for (int i = 0; i < 20; i++) {
      assertThat(first.next().get("payload").asInt()).isEqualTo(i);
      assertThat(second.next().get("payload").asInt()).isEqualTo(i);
    }
    assertThat(one.roomLookups() + two.roomLookups()).isEqualTo(1);
    second.close();
    assertThat(first.next().toString())
        .isEqualTo("{\"source\":null,\"destination\":\"" + firstId + "\"}");
    first.close();
  }

  @Test
  void aMessageToAnotherRoomOnAnotherNodeIsAnsweredAsAnUnknownOne() {
    TestRoom room = one.api().createRoom();
    TestRoom otherRoom = two.api().createRoom();
    TestSignalingClient attacker = one.connect(room);
    TestSignalingClient victim = two.connect(otherRoom);
    TestSignalingClient victimsPeer = two.connect(otherRoom);
    String victimId = victim.next().get("destination").asText();
    String unknownId = victimId.substring(0, victimId.indexOf('.')) + ".AAAAAAAAAAAAAAAAAAAAAA";

    attacker.send("{\"destination\":\"%s\",\"payload\":1}".formatted(victimId));
    String toOtherRoom = attacker.nextText();
    attacker.send("{\"destination\":\"%s\",\"payload\":1}".formatted(unknownId));

    assertThat(attacker.nextText()).isEqualTo(toOtherRoom).contains("destination-unknown");
    victimsPeer.send("{\"payload\":\"mine\"}");
    assertThat(victim.next().get("payload").asText()).isEqualTo("mine");
    attacker.close();
    victim.close();
    victimsPeer.close();
  }

  @Test
  void aTokenAndARoomOfOneNodeAreGoodOnTheOther() {
    TestRoom room = one.api().createRoom("{\"uniqueName\":\"shared\"}");

    Answer answer = two.api().get("/v1/rooms/shared?token=" + room.token());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("roomId").asText()).isEqualTo(room.roomId());
  }

  @Test
  void requestsAtOnceOnBothNodesWithOneNameGiveOneRoom() {
    List<CompletableFuture<Answer>> asked =
        IntStream.range(0, 40)
            .mapToObj(i -> i % 2 == 0 ? one : two)
            .map(node -> node.api().postAsync("/v1/rooms", "{\"uniqueName\":\"race\"}"))
            .toList();

    List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();

    Set<String> ids =
        answers.stream()
            .map(each -> each.json().get("roomId").asText())
            .collect(Collectors.toSet());
    assertThat(ids).hasSize(1);
    assertThat(answers.stream().filter(each -> each.status() == 201)).hasSize(1);
  }

  @Test
  void whenANodeStopsItsClientsAreSentAwayAndTheOthersTold() {
    TestRoom room = one.api().createRoom();
    TestSignalingClient first = one.connect(room);
    TestSignalingClient second = two.connect(room);
    first.next();

    two.close();

    assertThat(second.closed().code()).isEqualTo(4503);
    assertThat(first.next().has("error")).isFalse();
    assertThat(
            one.api()
                .get("/v1/rooms/" + room.roomId() + "?token=" + room.token())
                .json()
                .get("participantCount")
                .asInt())
        .isEqualTo(1);
    first.close();
  }
}
